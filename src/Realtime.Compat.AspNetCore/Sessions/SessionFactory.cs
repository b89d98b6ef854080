using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>Opens sessions as the operator's settings want them, over the app's models.</summary>
internal sealed class SessionFactory(IOptions<RealtimeOptions> options, SessionBackends backends, TimeProvider clock, ILogger<RealtimeSession> logger)
{
    private readonly RealtimeOptions _options = options.Value;

    /// <summary>One for all sessions; null without limits.</summary>
    private readonly RateLimiter? _rateLimits = options.Value.RateLimits is { RequestsPerMinute: null, TokensPerMinute: null }
        ? null
        : new RateLimiter(options.Value.RateLimits.RequestsPerMinute, options.Value.RateLimits.TokensPerMinute, clock);

    /// <summary>Opens a session; it does not run yet.</summary>
    /// <param name="start">How it starts.</param>
    /// <param name="outbox">Where its events leave.</param>
    public RealtimeSession Open(SessionStart start, ISessionOutbox outbox)
    {
        var length = start.MaxLength < _options.MaxSessionLength ? start.MaxLength : _options.MaxSessionLength;
        var setup = new SessionSetup
        {
            MaxLength = length,
            MaxBufferedAudio = _options.MaxBufferedAudio,
            SpeculatesTranscription = _options.SpeculateTranscription,
            HistoryHoldsWhatWasHeard = _options.HistoryHoldsWhatWasHeard,
            RateLimits = _rateLimits,
            MaxRetrievedAudioBytes = _options.MaxRetrievedAudioBytes,
            TurnTaking = _options.TurnTaking,
            Playback = start.Playback,
            AudioLead = _options.AudioLead,
            ReportsTimings = start.ReportsTimings,
            Configuration = Configure(start, (clock.GetUtcNow() + length).ToUnixTimeSeconds()),
        };
        return new RealtimeSession(setup, backends, outbox, clock, logger);
    }

    /// <summary>The configuration that a session would start with.</summary>
    /// <param name="start">How it starts.</param>
    /// <param name="expiresAt">Unix time in seconds at which it ends; 0 for one that has not begun.</param>
    public SessionConfiguration Configure(SessionStart start, long expiresAt)
    {
        var configuration = new SessionConfiguration
        {
            Id = Ids.Session(),
            Kind = start.Kind,
            Model = start.Model,
            ExpiresAt = expiresAt,
            Instructions = start.Kind is SessionKind.Realtime ? _options.DefaultInstructions : "",
            Voice = _options.DefaultVoice ?? EnginesVoice ?? "alloy",
            LeavesVoiceToServer = _options.DefaultVoice is null,
            TurnDetection = _options.DefaultTurnDetection,
        };
        foreach (var patch in start.Patches)
        {
            // Nothing was spoken yet, and the kinds agree: every patch applies.
            EffectiveSession.TryApply(configuration, WithoutFormats(patch, start.Playback), hasSpoken: false, isSpeaking: false, out configuration);
        }

        return configuration;
    }

    /// <summary>The voice that the speech engine is set to, where it says so.</summary>
    private string? EnginesVoice => (backends.TextToSpeech.GetService(typeof(TextToSpeechOptions)) as TextToSpeechOptions)?.VoiceId;

    /// <summary>What a call's audio is made of was settled in its SDP.</summary>
    private static SessionPatch WithoutFormats(SessionPatch patch, IPlayback? playback) =>
        playback is null ? patch : patch with { InputFormat = default, OutputFormat = default };
}
