using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.WebRtc.Tests.Peers;

/// <summary>
/// A small web server around an endpoint: serves the page, takes offers at <c>/calls</c> and the page's report at <c>/report</c>. Its calls
/// answer what the page and the script ask.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly TaskCompletionSource<JsonObject> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestHost(RtcEndpointOptions options)
    {
        Endpoint = RtcEndpoint.Start(options with { OnFault = Faults.Enqueue });
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public RtcEndpoint Endpoint { get; }

    public string Address { get; }

    /// <summary>What the page found.</summary>
    public Task<JsonObject> Report => _report.Task;

    public ConcurrentQueue<Exception> Faults { get; } = new();

    public List<PeerCall> Calls { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        await Endpoint.DisposeAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or the browser went away in the middle.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (status, type, text) = (context.Request.HttpMethod, context.Request.Url!.AbsolutePath) switch
        {
            ("GET", "/") => (200, "text/html", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Peers", "peer.html"))),
            ("POST", "/calls") => Take(body),
            ("POST", "/report") => Note(body),
            _ => (404, "text/plain", ""),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }

    private (int Status, string Type, string Text) Take(string offer)
    {
        var call = new PeerCall();
        Calls.Add(call);
        try
        {
            var answer = Endpoint.Accept(offer, call);
            call.Call = answer.Call;
            return (201, "application/sdp", answer.Sdp);
        }
        catch (RtcOfferException exception)
        {
            return (400, "text/plain", exception.Message);
        }
    }

    private (int Status, string Type, string Text) Note(string json)
    {
        _report.TrySetResult(JsonSerializer.Deserialize<JsonObject>(json)!);
        return (204, "text/plain", "");
    }
}
