using System.Diagnostics;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Engine.Usage;

/// <summary>
/// One response as a trace of its own: a span <c>realtime.response</c>, in it one span a stage and the requests to the backends. Nobody
/// listening, nothing is made.
/// </summary>
internal sealed class TurnTrace : IDisposable
{
    private static readonly ActivitySource Source = new(TurnTimings.SourceName);

    private readonly TurnTimings _timings;
    private readonly Activity? _response;

    /// <summary>Begins the trace, at the end of the user's speech.</summary>
    public TurnTrace(string sessionId, string responseId, TurnTimings timings)
    {
        _timings = timings;
        if (!Source.HasListeners())
            return;

        // A trace of its own: within that of its WebSocket request it would be lost among an hour of others.
        var around = Activity.Current;
        Activity.Current = null;
        _response = Source.StartActivity("realtime.response", ActivityKind.Server, default(ActivityContext), startTime: timings.StartedAt - Silence);
        _response?.SetTag("realtime.session.id", sessionId).SetTag("realtime.response.id", responseId);
        Activity.Current = around;
    }

    private TimeSpan Silence => double.IsNaN(_timings.VoiceActivityMs) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(_timings.VoiceActivityMs);

    /// <summary>Makes what the caller's task asks of backends a part of the trace.</summary>
    public void Enter()
    {
        if (_response is not null)
            Activity.Current = _response;
    }

    /// <summary>Ends the trace.</summary>
    /// <param name="status">How the response ended.</param>
    /// <param name="failure">Why it failed; null when it did not.</param>
    /// <param name="now">Wall time.</param>
    public void End(ResponseStatus status, string? failure, DateTimeOffset now)
    {
        if (_response is null)
            return;
        var around = Activity.Current;
        var begin = _timings.StartedAt - Silence;
        for (var stage = TurnStage.VoiceActivity; stage <= TurnStage.FirstAudio; stage++)
        {
            if (double.IsNaN(_timings.StageMs(stage)))
                continue;
            var end = _timings.StartedAt + TimeSpan.FromMilliseconds(_timings.ReachedMs(stage));
            using var span = Source.StartActivity($"realtime.turn.{TurnTimings.NameOf(stage)}", ActivityKind.Internal, _response.Context, startTime: begin);
            span?.SetEndTime(end.UtcDateTime);
            begin = end;
        }

        _response.SetTag("realtime.response.status", status.ToString().ToLowerInvariant());
        if (failure is not null)
            _response.SetStatus(ActivityStatusCode.Error, failure);
        _response.SetEndTime(now.UtcDateTime);
        _response.Stop();
        Activity.Current = around;
    }

    /// <inheritdoc/>
    public void Dispose() => _response?.Dispose();
}
