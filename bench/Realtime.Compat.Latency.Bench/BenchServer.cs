using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.OpenAI;

namespace Realtime.Compat.Latency.Bench;

/// <summary>The server as a library: any backends, Silero. Listens to the engine's own stage timings.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();

    private BenchServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/v1/realtime?model=bench");

    /// <summary>Stages of the turn at hand, in ms.</summary>
    public ConcurrentDictionary<string, double> Stages { get; } = new();

    public static Task<BenchServer> StartAsync(Uri worker, IChatClient chat)
    {
        var speech = new SpeechBackendOptions();
        return StartAsync(chat, new OpenAISpeechToTextClient(speech, () => worker), new OpenAITextToSpeechClient(speech, () => worker));
    }

    public static async Task<BenchServer> StartAsync(IChatClient chat, ISpeechToTextClient ears, ITextToSpeechClient voice, Action<RealtimeOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(chat);
        builder.Services.AddSingleton(ears);
        builder.Services.AddSingleton(voice);
        builder.Services.AddRealtime(configure);
        var app = builder.Build();
        app.MapRealtime();

        var server = new BenchServer(app);
        server._meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "realtime.turn.stage")
                listener.EnableMeasurementEvents(instrument);
        };
        server._meters.SetMeasurementEventCallback<double>((_, ms, tags, _) => server.Stages[(string)tags[0].Value!] = ms);
        server._meters.Start();
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await _app.DisposeAsync();
    }
}
