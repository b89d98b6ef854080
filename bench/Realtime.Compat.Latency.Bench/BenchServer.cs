using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Scripted;

namespace Realtime.Compat.Latency.Bench;

/// <summary>The server as a library: scripted chat, the worker's speech, Silero. Listens to the engine's own stage timings.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();

    private BenchServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/v1/realtime?model=bench");

    /// <summary>Stages of the turn at hand, in ms after the end of the user's turn.</summary>
    public ConcurrentDictionary<string, double> Stages { get; } = new();

    public static async Task<BenchServer> StartAsync(Uri worker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var speech = new SpeechBackendOptions();
        builder.Services.AddSingleton<IChatClient>(new ScriptedChatClient());
        builder.Services.AddSingleton<ISpeechToTextClient>(new OpenAISpeechToTextClient(speech, () => worker));
        builder.Services.AddSingleton<ITextToSpeechClient>(new OpenAITextToSpeechClient(speech, () => worker));
        builder.Services.AddRealtime();
        var app = builder.Build();
        app.MapRealtime();

        var server = new BenchServer(app);
        server._meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "realtime.response.stage")
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
