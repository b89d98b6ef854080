using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Realtime.Compat.Engine.Tests.Tools;

/// <summary>A small MCP server on loopback: streamable HTTP, written by hand so that it can also misbehave.</summary>
internal sealed class LoopbackMcpServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<HttpListenerContext, JsonElement, LoopbackMcpServer, Task<bool>> _misbehave;
    private readonly Task _serving;

    private LoopbackMcpServer(Func<HttpListenerContext, JsonElement, LoopbackMcpServer, Task<bool>> misbehave)
    {
        _misbehave = misbehave;
        _listener = Listen(out var url);
        Url = url;
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>The headers of each request.</summary>
    public List<WebHeaderCollection> Headers { get; } = [];

    /// <summary>The methods that were called, in order.</summary>
    public Channel<string> Methods { get; } = Channel.CreateUnbounded<string>();

    /// <summary>Cancelled when the server is taken down; a misbehaving answer may hang on it.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Starts a server.</summary>
    /// <param name="misbehave">Answers a request otherwise than it should; returns false to have it answered well.</param>
    public static LoopbackMcpServer Start(Func<HttpListenerContext, JsonElement, LoopbackMcpServer, Task<bool>>? misbehave = null) =>
        new(misbehave ?? ((_, _, _) => Task.FromResult(false)));

    public static async Task WriteAsync(HttpListenerContext context, string body, string type = "application/json", int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }

    public static Task AnswerAsync(HttpListenerContext context, JsonElement request, string result) =>
        WriteAsync(context, Result(request, result));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Close();
        await _serving;
        _stopping.Dispose();
    }

    /// <summary>HttpListener takes no port 0: a free one is found first, and another when somebody else was faster.</summary>
    internal static HttpListener Listen(out Uri url)
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var origin = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { origin } };
            try
            {
                listener.Start();
                url = new Uri(origin + "mcp");
                return listener;
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
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
        lock (Headers)
            Headers.Add((WebHeaderCollection)context.Request.Headers);
        if (context.Request.HttpMethod is not "POST")
        {
            await WriteAsync(context, "", status: 405);
            return;
        }

        using var document = await JsonDocument.ParseAsync(context.Request.InputStream);
        var request = document.RootElement;
        Methods.Writer.TryWrite(request.GetProperty("method").GetString()!);
        if (!await _misbehave(context, request, this))
            await AnswerWellAsync(context, request);
    }

    private static Task AnswerWellAsync(HttpListenerContext context, JsonElement request) =>
        Respond(request) is { } response ? WriteAsync(context, response) : WriteAsync(context, "", status: 202);

    /// <summary>What a well-behaved server answers; null to a notification.</summary>
    public static string? Respond(JsonElement request) => request.GetProperty("method").GetString() switch
    {
        "initialize" => Result(request, """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"loopback","version":"1"}}"""),
        "tools/list" => Result(
            request,
            """{"tools":[{"name":"add","description":"Adds.","inputSchema":{"type":"object","properties":{"a":{"type":"integer"}}},"annotations":{"readOnlyHint":true}},"""
            + """{"name":"fail","inputSchema":{"type":"object"}},{"name":"unknown","inputSchema":{"type":"object"}},{"name":"long","inputSchema":{"type":"object"}}]}"""),
        "tools/call" => RespondToCall(request),
        _ when !request.TryGetProperty("id", out _) => null,
        _ => Error(request, -32601, "Method not found"),
    };

    private static string RespondToCall(JsonElement request) => request.GetProperty("params").GetProperty("name").GetString() switch
    {
        "add" => Result(
            request,
            $$$"""{"content":[{"type":"text","text":"{{{request.GetProperty("params").GetProperty("arguments").GetProperty("a").GetInt32() + 1}}}"},{"type":"image","mimeType":"image/png","data":""}]}"""),
        "fail" => Result(request, """{"content":[{"type":"text","text":"No such thing."}],"isError":true}"""),
        "long" => Result(request, $$"""{"content":[{"type":"text","text":"{{new string('x', 2_000)}}"}]}"""),
        _ => Error(request, -32602, "Unknown tool"),
    };

    private static string Result(JsonElement request, string result) => $$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"result":{{result}}}""";

    private static string Error(JsonElement request, int code, string message) =>
        $$$"""{"jsonrpc":"2.0","id":{{{request.GetProperty("id").GetRawText()}}},"error":{"code":{{{code}}},"message":"{{{message}}}"}}""";
}
