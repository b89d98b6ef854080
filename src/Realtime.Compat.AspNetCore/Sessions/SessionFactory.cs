using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>Opens sessions as the operator's settings want them, over the app's models.</summary>
internal sealed class SessionFactory(IOptions<RealtimeOptions> options, SessionBackends backends, TimeProvider clock, ILogger<RealtimeSession> logger)
{
    /// <summary>Opens a session; it does not run yet.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="model">Model as the client named it; empty for a transcription session.</param>
    /// <param name="outbox">Where its events leave.</param>
    /// <param name="reportsTimings">Whether the client wants to know how long each stage took.</param>
    public RealtimeSession Open(SessionKind kind, string model, ISessionOutbox outbox, bool reportsTimings = false)
    {
        var settings = options.Value;
        var setup = new SessionSetup
        {
            MaxLength = settings.MaxSessionLength,
            SpeculatesTranscription = settings.SpeculateTranscription,
            HistoryHoldsWhatWasHeard = settings.HistoryHoldsWhatWasHeard,
            AudioLead = settings.AudioLead,
            ReportsTimings = reportsTimings,
            Configuration = new SessionConfiguration
            {
                Id = Ids.Session(),
                Kind = kind,
                Model = model,
                ExpiresAt = (clock.GetUtcNow() + settings.MaxSessionLength).ToUnixTimeSeconds(),
                Instructions = kind is SessionKind.Realtime ? settings.DefaultInstructions : "",
                Voice = settings.DefaultVoice,
                TurnDetection = settings.DefaultTurnDetection,
            },
        };
        return new RealtimeSession(setup, backends, outbox, clock, logger);
    }
}
