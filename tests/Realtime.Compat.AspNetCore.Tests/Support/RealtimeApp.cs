using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>An app of its own with the Realtime API in it, on a free port of the loopback interface, over scripted models.</summary>
internal sealed class RealtimeApp : IAsyncDisposable
{
    /// <summary>Longest wait for anything, far beyond what a slow machine needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();
    private readonly SemaphoreSlim _left = new(0);
    private readonly ConcurrentQueue<WireBreach> _breaches = new();

    private RealtimeApp(WebApplication app)
    {
        _app = app;
        app.Services.GetRequiredService<WireCheck>().Breached += _breaches.Enqueue;
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name == "realtime.sessions.active")
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (change < 0)
                _left.Release();
        });
        _meters.Start();
    }

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public int ActiveSessions => Services.GetRequiredService<ActiveSessions>().Count;

    public static async Task<RealtimeApp> StartAsync(
        IChatClient? chat = null, ITextToSpeechClient? voice = null, Action<RealtimeOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRealtime(options =>
        {
            options.CheckWire = true;
            // Some voices of the tests speak without end, and no test waits for real time.
            options.AudioLead = TimeSpan.Zero;
            options.Calls.Enabled = false;
            configure?.Invoke(options);
        });
        builder.Services.AddSingleton(chat ?? new ScriptedChat());
        builder.Services.AddSingleton<ISpeechToTextClient>(new ScriptedEars());
        builder.Services.AddSingleton(voice ?? new ScriptedVoice());
        builder.Services.AddSingleton<Func<IVoiceActivityDetector>>(() => new LoudnessDetector());
        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapRealtime();
        app.MapAzureRealtime();
        app.MapRealtimeHealth();
        var running = new RealtimeApp(app);
        await app.StartAsync();
        running.Address = new Uri(app.Urls.Single());
        return running;
    }

    /// <summary>Waits until one more client's session is gone, with all it ran.</summary>
    public async Task SessionEndedAsync() => Assert.True(await _left.WaitAsync(Patience), "No session ended.");

    /// <summary>Waits until no session runs.</summary>
    public async Task IdleAsync()
    {
        while (ActiveSessions > 0)
            await SessionEndedAsync();
    }

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Stops the app. Fails the test when anything that it sent broke the protocol.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _meters.Dispose();
        _left.Dispose();
        Assert.Empty(_breaches);
    }
}
