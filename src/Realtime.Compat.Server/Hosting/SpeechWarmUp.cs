using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.Hosting;

/// <summary>
/// Has each speech server do a little work as soon as it is there, and again after every absence: its model is loaded then and the
/// connection open, so that a first turn is as fast as a later one. Fallbacks do so once, at start.
/// </summary>
internal sealed partial class SpeechWarmUp(
    IReadOnlyList<Part> parts, ISpeechToTextClient ears, ITextToSpeechClient voice, IOptionsMonitor<SpeechBackendOptions> options, TimeProvider time, ILogger<SpeechWarmUp> log)
    : BackgroundService
{
    private const int SilenceSamples = 8_000;
    private const int SilenceRateHz = 16_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        WatchAsync(Part.SpeechToText, token => HearAsync(ears, token), stoppingToken),
        WatchAsync(Part.TextToSpeech, token => SpeakAsync(voice, token), stoppingToken),
        WarmFallbacksAsync(Part.SpeechToText, ears is FailoverSpeechToTextClient group ? group.Clients : [], HearAsync, stoppingToken),
        WarmFallbacksAsync(Part.TextToSpeech, voice is FailoverTextToSpeechClient voices ? voices.Clients : [], SpeakAsync, stoppingToken));

    private async Task WarmFallbacksAsync<TClient>(string name, IReadOnlyList<TClient> clients, Func<TClient, CancellationToken, Task> work, CancellationToken stopping)
    {
        if (!options.Get(name).WarmUp)
            return;
        var title = parts.Single(part => part.Name == name).Title;
        try
        {
            for (var index = 1; index < clients.Count; index++)
            {
                var client = clients[index];
                await TryAsync($"{title}, fallback {index}", token => work(client, token), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task WatchAsync(string name, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        var part = parts.Single(part => part.Name == name);
        if (!options.Get(name).WarmUp)
            return;
        var isWarm = false;
        try
        {
            while (true)
            {
                var isReady = part.Status.State == BackendState.Ready;
                if (isReady && !isWarm)
                    await TryAsync(part.Title, work, stopping);
                isWarm = isReady;
                await Task.Delay(Interval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task TryAsync(string title, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        try
        {
            await work(stopping);
            LogWarm(title, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // The first turn will tell whether it matters.
            LogCold(title, failure.Message);
        }
    }

    private static async Task HearAsync(ISpeechToTextClient ears, CancellationToken cancellationToken)
    {
        using var silence = new MemoryStream(WavWriter.ToBytes(new float[SilenceSamples], SilenceRateHz));
        await ears.GetTextAsync(silence, new SpeechToTextOptions { AdditionalProperties = Background.Properties() }, cancellationToken);
    }

    private static async Task SpeakAsync(ITextToSpeechClient voice, CancellationToken cancellationToken)
    {
        await foreach (var _ in voice.GetStreamingAudioAsync("Hello.", new TextToSpeechOptions { AdditionalProperties = Background.Properties() }, cancellationToken))
        {
            // Only that it was made counts.
        }
    }

    [LoggerMessage(60, LogLevel.Information, "{Part} is warmed up: {Ms:0} ms.")]
    private partial void LogWarm(string part, double ms);

    [LoggerMessage(61, LogLevel.Information, "{Part} could not be warmed up: {Reason}")]
    private partial void LogCold(string part, string reason);
}
