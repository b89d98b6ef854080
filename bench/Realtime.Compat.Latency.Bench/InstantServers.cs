using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Realtime.Compat.Latency.Bench;

/// <summary>Chat, transcription and speech servers on loopback that take no time: HTTP as the real ones speak it, with the turn's number in every text.</summary>
internal sealed class InstantServers : IAsyncDisposable
{
    private static readonly byte[] Sound = [.. Enumerable.Repeat<byte>(17, 48 * 200)];
    private readonly WebApplication _app;
    private int _turns;

    private InstantServers(WebApplication app) => _app = app;

    /// <summary>When a turn passed a point, in ticks of the stopwatch: a request's head read, an answer's first bytes about to be written.</summary>
    public ConcurrentDictionary<(int Turn, string Point), long> Times { get; } = new();

    public string Url => _app.Urls.Single();

    public static async Task<InstantServers> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var servers = new InstantServers(app);
        app.MapPost("/v1/audio/transcriptions", servers.HearAsync);
        app.MapPost("/v1/chat/completions", servers.AnswerAsync);
        app.MapPost("/v1/audio/speech", servers.SpeakAsync);
        await app.StartAsync();
        return servers;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        var turn = Interlocked.Increment(ref _turns);
        context.Response.ContentType = "text/event-stream";
        Times[(turn, "transcript")] = Stopwatch.GetTimestamp();
        await context.Response.WriteAsync($$"""data: {"type":"transcript.text.done","text":"turn {{turn}}"}""" + "\n\n");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var now = Stopwatch.GetTimestamp();
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var turn = InstantBackends.TurnIn(request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString());
        Times[(turn, "chat asked")] = now;
        context.Response.ContentType = "text/event-stream";
        Times[(turn, "clause")] = Stopwatch.GetTimestamp();
        await context.Response.WriteAsync(Chunk($"This is the answer to turn {turn}. That", finish: false));
        await context.Response.Body.FlushAsync();
        await context.Response.WriteAsync(Chunk(" was it.", finish: true) + "data: [DONE]\n\n");
    }

    private async Task SpeakAsync(HttpContext context)
    {
        var now = Stopwatch.GetTimestamp();
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var turn = InstantBackends.TurnIn(request.RootElement.GetProperty("input").GetString()!);
        Times.TryAdd((turn, "speech asked"), now);
        context.Response.ContentType = "audio/pcm";
        Times.TryAdd((turn, "speech"), Stopwatch.GetTimestamp());
        await context.Response.Body.WriteAsync(Sound);
    }

    private static string Chunk(string text, bool finish) =>
        $$"""data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":{{(finish ? "\"stop\"" : "null")}}}]}""" + "\n\n";
}
