using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Session;

/// <summary>What sounds of the answers: on a call the server plays them, says when they sound, and knows to the sample what was heard of them; elsewhere it estimates.</summary>
public sealed partial class RealtimeSession
{
    /// <summary>The response whose audio plays; null while none does.</summary>
    private string? _sounding;

    /// <summary>The response whose remaining audio the client does not want to hear.</summary>
    private string? _silenced;

    /// <summary>Length of the audio that was sent and is not played yet: known on a call, estimated elsewhere.</summary>
    private TimeSpan AudioLeft
    {
        get
        {
            var left = _setup.Playback?.Pending ?? _playout.EndsAt - _clock.GetUtcNow();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private void Play(IPlayback playback, ResponseOutputAudioDelta delta)
    {
        if (delta.ResponseId == _silenced)
            return;
        if (delta.ResponseId != _sounding)
        {
            StopSounding();
            _sounding = delta.ResponseId;
            _outbox.Send(new OutputAudioBufferStarted { ResponseId = delta.ResponseId });
        }

        playback.Play(delta.Delta.Span);
    }

    /// <summary>Everything was played. A response that still runs has more to say.</summary>
    private void EndPlayback()
    {
        if (_sounding is { } sounding && !_responses.ContainsKey(sounding) && _setup.Playback is { Pending.Ticks: <= 0 })
            StopSounding();
    }

    private void StopSounding()
    {
        if (_sounding is null)
            return;
        _outbox.Send(new OutputAudioBufferStopped { ResponseId = _sounding });
        _sounding = null;
    }

    /// <summary>Stops what sounds, and notes what was heard of it.</summary>
    /// <returns>The messages that were cut short, to be told once they are closed.</returns>
    private IReadOnlyList<CutMessage> ClearPlayback(IPlayback playback)
    {
        if (_sounding is not { } sounding)
            return [];
        var cut = _playout.Interrupt(playback.Clear());
        _sounding = null;
        _silenced = sounding;
        Send(new OutputAudioBufferCleared { ResponseId = sounding });
        return cut;
    }

    /// <summary>The client cancelled the conversation's response: it does not want to hear more. On a call it clears what was sent by an event of its own.</summary>
    private void StopPlayout()
    {
        // Nothing is cut from the echo: what the client has may sound on.
        if (_setup.Playback is null)
            _playout.Stop();
    }

    /// <summary>The client cut a message: where it plays itself, it has stopped playing that and all that was to follow.</summary>
    private void StopPlayout(SpokenAudio spoken)
    {
        if (_setup.Playback is not null || !_playout.Stop(spoken))
            return;
        _echo?.Cut(_clock.GetUtcNow());
        if (_idle is not null)
            StartIdling();
    }

    private RealtimeError? ClearOutput()
    {
        if (_setup.Playback is not { } playback)
            return SessionErrors.CallsOnly();
        Truncate(ClearPlayback(playback));
        return null;
    }

    /// <summary>Cuts messages where their audio was cut: the client cannot know where that was.</summary>
    private void Truncate(IReadOnlyList<CutMessage> messages)
    {
        foreach (var (spoken, heardMs) in messages)
        {
            if (_conversation.Entries.FirstOrDefault(entry => entry.Spoken == spoken) is not { Item: MessageItem message } entry)
                continue;
            entry.Item = message with { Content = [new OutputAudio { Transcript = spoken.Truncate(heardMs) }] };
            Send(new ConversationItemTruncated { ItemId = entry.Id, ContentIndex = 0, AudioEndMs = heardMs });
        }
    }
}
