using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.OpenAI;

namespace Realtime.Compat.Backends;

/// <summary>
/// Has a server judge by its sound whether a speaker is done (`POST /v1/audio/turns` of our speech worker). No judgement is never an error:
/// the turn is then decided without. A server that keeps failing, or that has no turn model, is left alone for a while.
/// </summary>
public sealed partial class TurnModelClient : IDisposable
{
    private const int RateHz = 16_000;

    /// <summary>An answer is some fifty bytes.</summary>
    private const int MaxAnswerBytes = 4096;

    /// <summary>How long a server without a turn model is left alone.</summary>
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(60);

    private readonly SpeechServer _server;
    private readonly Breaker _breaker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private Uri? _without;
    private long _withoutSince;

    /// <summary>Makes a client; nothing is sent until it is asked.</summary>
    /// <param name="options">Address and times.</param>
    /// <param name="url">Where the server is now, asked at every call; null while it is not running. Without it, <see cref="TurnModelOptions.Url"/>.</param>
    /// <param name="handler">What carries the requests; null for one of its own.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Says when the server is left alone and when it is asked again.</param>
    public TurnModelClient(TurnModelOptions options, Func<Uri?>? url = null, HttpMessageHandler? handler = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_time, _log) = (time ?? TimeProvider.System, logger ?? NullLogger.Instance);
        var server = new SpeechBackendOptions { Url = options.Url, ApiKey = options.ApiKey, Timeout = options.Timeout, ConnectTimeout = options.Timeout };
        _server = new SpeechServer("turn_model", "The turn model's server", server, url, handler, _time);
        _breaker = new Breaker(_time, code => LogRests(code, Breaker.Rest.TotalSeconds), LogWorks);
    }

    /// <summary>Whether asking is worth it now: a server runs, and did not say just now that it has no turn model.</summary>
    public bool IsReady => _server.Root is { } root && !IsWithout(root);

    /// <summary>Judges a turn so far.</summary>
    /// <param name="samples">Mono, 16 kHz, −1…1; the last eight seconds count.</param>
    /// <param name="cancellationToken">Closes the connection at once.</param>
    /// <returns>Probability that the speaker is done, 0…1; null when there is no judgement.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<double?> JudgeAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken = default)
    {
        if (_server.Root is not { } root || IsWithout(root))
            return null;
        var wav = WavWriter.ToBytes(samples.Span, RateHz);
        try
        {
            return (await _breaker.TryAsync(token => AskAsync(root, wav, token), cancellationToken)).Answer;
        }
        catch (BackendException failure)
        {
            LogFailed(failure.Code, failure.Message);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private async ValueTask<double?> AskAsync(Uri root, byte[] wav, CancellationToken cancellationToken)
    {
        using var call = _server.Begin(cancellationToken, totalTimeouts: 1);
        try
        {
            using var response = await _server.PostOnceAsync(call, "audio/turns", () => new ByteArrayContent(wav) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } });
            await using var body = await call.WaitAsync(async token => await response.Content.ReadAsStreamAsync(token));
            return Read(await call.WaitAsync(token => BackendHttp.ReadAsync(body, MaxAnswerBytes, token)));
        }
        catch (BackendException failure) when (failure.StatusCode is HttpStatusCode.NotFound)
        {
            // No failure of the server's: nobody has installed a turn model.
            (_withoutSince, _without) = (_time.GetTimestamp(), root);
            LogNone();
            return null;
        }
    }

    private double Read(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.GetProperty("completion"u8).GetDouble() is var completion and >= 0 and <= 1
                ? completion
                : throw BackendFailures.Protocol(_server.Peer, "its judgement is no probability");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw BackendFailures.Protocol(_server.Peer, "its answer holds no judgement", e);
        }
    }

    /// <summary>A worker that was started anew, at another address, may have one.</summary>
    private bool IsWithout(Uri root) => _without == root && _time.GetElapsedTime(Volatile.Read(ref _withoutSince)) < Absence;

    [LoggerMessage(33, LogLevel.Warning, "The turn model keeps failing ({Code}) and is left alone for {Seconds} s: turns end by words and prosody.")]
    private partial void LogRests(string code, double seconds);

    [LoggerMessage(34, LogLevel.Information, "The turn model works again.")]
    private partial void LogWorks();

    [LoggerMessage(35, LogLevel.Debug, "There is no turn model: turns end by words and prosody.")]
    private partial void LogNone();

    [LoggerMessage(36, LogLevel.Debug, "The turn model gave no judgement ({Code}): {Reason}")]
    private partial void LogFailed(string code, string reason);
}
