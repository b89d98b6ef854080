using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Runs from the end of an answer's playing; null while nobody waits for the user.</summary>
    private ITimer? _idle;

    private int _idleTimeout;

    /// <summary>Audio time at which the silence began.</summary>
    private long _idleStartMs;

    /// <summary>Starts to wait for the user, once the answer has been played (<c>idle_timeout_ms</c>). Wall time: a silent client counts as silent.</summary>
    private void StartIdling()
    {
        StopIdling();
        if (_configuration.TurnDetection is not ServerVad { IdleTimeoutMs: { } timeoutMs } || _turnItemId is not null)
            return;

        var due = AudioLeft + TimeSpan.FromMilliseconds(timeoutMs);
        var timeout = _idleTimeout;
        _idleStartMs = _input.NowMs;
        _idle = _clock.CreateTimer(_ => _inputs.Writer.TryWrite(new SessionInput.IdleElapsed(timeout)), null, due, Timeout.InfiniteTimeSpan);
    }

    private void StopIdling()
    {
        _idleTimeout++;
        _idle?.Dispose();
        _idle = null;
    }

    /// <summary>The user said nothing: an empty turn is committed, and the model speaks up.</summary>
    private void EndIdling(int timeout)
    {
        // A timer that fired just before it was stopped is a timer of the past.
        if (timeout != _idleTimeout || _active is not null)
            return;

        StopIdling();
        ForgetTurn();
        var itemId = Ids.Item();
        Send(new InputAudioBufferTimeoutTriggered { AudioStartMs = (int)_idleStartMs, AudioEndMs = (int)_input.NowMs, ItemId = itemId });
        var entry = AddUtterance(itemId, _input.Take(_idleStartMs, _input.NowMs));
        entry.Utterance!.Outcome = new Hearing.TranscriptionOutcome("", null);
        if (_configuration.Kind is SessionKind.Realtime)
            Answer(null);
    }
}
