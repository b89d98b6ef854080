using System.Net;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Engine.Tests.Tools;

/// <summary>
/// A small MCP server on loopback that knows only the transport of 2024-11-05: a GET opens a stream of server-sent events, whose first names the
/// address to POST to; what is POSTed is accepted, and answered on the stream.
/// </summary>
internal sealed class LoopbackSseMcpServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly TaskCompletionSource<HttpListenerContext> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);

    private LoopbackSseMcpServer()
    {
        _listener = LoopbackMcpServer.Listen(out var url);
        Url = url;
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>What was asked: verb and path of each request, in order.</summary>
    public List<string> Requests { get; } = [];

    public static LoopbackSseMcpServer Start() => new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _writing.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> answers = [];
        try
        {
            while (true)
                answers.Add(AnswerAsync(await _listener.GetContextAsync()));
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        lock (Requests)
            Requests.Add($"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}");
        switch (context.Request.HttpMethod, context.Request.Url.AbsolutePath)
        {
            case ("GET", "/mcp"):
                context.Response.ContentType = "text/event-stream";
                context.Response.SendChunked = true;
                await SendAsync(context, "endpoint", "/messages?session=1");
                _stream.TrySetResult(context);
                break;
            case ("POST", "/messages"):
                using (var document = await JsonDocument.ParseAsync(context.Request.InputStream))
                {
                    await LoopbackMcpServer.WriteAsync(context, "Accepted", "text/plain", 202);
                    if (LoopbackMcpServer.Respond(document.RootElement) is { } response)
                        await SendAsync(await _stream.Task, "message", response);
                }

                break;
            default:
                await LoopbackMcpServer.WriteAsync(context, "", status: 405);
                break;
        }
    }

    private async Task SendAsync(HttpListenerContext stream, string name, string data)
    {
        await _writing.WaitAsync();
        try
        {
            await stream.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n"));
            await stream.Response.OutputStream.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }
}
