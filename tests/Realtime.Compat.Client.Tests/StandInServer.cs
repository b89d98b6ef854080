using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Realtime.Compat.Client.Tests;

/// <summary>A server on loopback that greets with <c>session.created</c>, and answers <c>response.create</c> with the events it was given.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInServer(WebApplication app) => _app = app;

    public Uri Address => RealtimeAddress.Parse(_app.Urls.First(), "gpt-realtime");

    /// <summary>Events of clients, in order.</summary>
    public List<string> Received { get; } = [];

    /// <summary>The key the last client showed.</summary>
    public string? Authorization { get; private set; }

    public static async Task<StandInServer> StartAsync(IReadOnlyList<string> answer, int status = 101)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new StandInServer(app);
        app.UseWebSockets();
        app.Run(context => server.TakeAsync(context, answer, status));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, IReadOnlyList<string> answer, int status)
    {
        Authorization = context.Request.Headers.Authorization;
        if (status != 101)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await SendAsync(socket, """{"type":"session.created","session":{"id":"sess_1","model":"gpt-realtime"}}""");
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), context.RequestAborted);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            lock (Received)
                Received.Add(text);
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.GetProperty("type").GetString() != "response.create")
                continue;
            foreach (var next in answer)
                await SendAsync(socket, next);
            if (answer.Count == 0)
            {
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "enough", CancellationToken.None);
                return;
            }
        }
    }

    /// <summary>In two frames, as servers may.</summary>
    private static async Task SendAsync(WebSocket socket, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await socket.SendAsync(bytes.AsMemory(0, 5), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await socket.SendAsync(bytes.AsMemory(5), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }
}
