using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Least audio that a client may commit, in ms.</summary>
    private const int MinCommitMs = 100;

    /// <summary>From this probability on a frame counts as speech in a turn's timings.</summary>
    private const float SpeechProbability = 0.5f;

    /// <summary>Null while the client ends turns itself.</summary>
    private ITurnDetector? _turns;

    private Ear? _ear;
    private long _turnStartMs;

    /// <summary>Audio time after the last frame that held speech, for the turn's timings.</summary>
    private long _lastSpeechMs;

    /// <summary>Id that the open turn's item will have; null outside a turn.</summary>
    private string? _turnItemId;

    /// <summary>
    /// Puts the turn detection in effect to work. An open turn goes on under the new rules; with none, it is the client's to commit, and
    /// its audio stays in the buffer.
    /// </summary>
    private void StartHearing()
    {
        _turns = TurnDetectors.Create(_configuration.TurnDetection);
        if (_turns is null)
        {
            _ear = null;
            ForgetTurn();
            return;
        }

        _ear ??= new Ear(_configuration.InputFormat, _backends.VoiceActivity(), _input.NowMs);
        if (_turnItemId is null)
            return;
        DiscardSpeculation();
        _turns.ContinueTurn(_input.NowMs);
    }

    private void ChangeInputFormat()
    {
        _input.ChangeFormat(_configuration.InputFormat);
        _ear = null;
        ForgetTurn();
        StartHearing();
    }

    private RealtimeError? Append(AudioPayload payload)
    {
        using (payload)
        {
            ReadOnlySpan<byte> audio = payload.Span;
            if (_input.LengthMs + audio.Length / _input.Format.BytesPerMs() > _setup.MaxBufferedAudio.TotalMilliseconds)
                return SessionErrors.BufferFull(_setup.MaxBufferedAudio);

            if (_ear is null || _turns is null)
            {
                _input.Append(audio);
                return null;
            }

            while (audio.Length > 0)
            {
                var slice = audio[..Math.Min(_ear.MaxPushLength, audio.Length)];
                audio = audio[slice.Length..];
                Listen(slice, _ear, _turns);
            }

            return null;
        }
    }

    private void Listen(ReadOnlySpan<byte> slice, Ear ear, ITurnDetector turns)
    {
        _input.Append(slice);
        ear.Push(slice);
        while (ear.TryReadFrame(out var frame))
        {
            if (frame.Probability >= SpeechProbability)
                _lastSpeechMs = frame.EndMs;
            var mark = turns.Hear(frame);
            switch (mark.Kind)
            {
                case TurnMarkKind.Started:
                    StartTurn(mark.AtMs);
                    break;
                case TurnMarkKind.MayHaveEnded:
                    Speculate();
                    break;
                case TurnMarkKind.WentOn:
                    DiscardSpeculation();
                    break;
                case TurnMarkKind.Ended:
                    EndTurn(mark.AtMs);
                    break;
            }
        }

        if (!turns.InTurn)
            _input.DiscardBefore(_input.NowMs - turns.LookBackMs - ear.FrameMs);
    }

    private void StartTurn(long atMs)
    {
        _turnItemId = Ids.Item();
        _turnStartMs = atMs;
        Send(new InputAudioBufferSpeechStarted { AudioStartMs = (int)atMs, ItemId = _turnItemId });
        _speculationsDiscarded = 0;
        StopIdling();
        if (_configuration.TurnDetection is not { InterruptResponse: true })
            return;
        var cut = StopPlaying();
        if (_active is { } response)
            EndResponse(response, ResponseOutcome.Cancelled(StatusReason.TurnDetected));
        Truncate(cut);
    }

    /// <summary>The user speaks over the answer: what was not played by now is not heard.</summary>
    /// <returns>What the server itself stopped in the middle; nothing where the client plays.</returns>
    private IReadOnlyList<CutMessage> StopPlaying()
    {
        if (_setup.Playback is { } playback)
            return ClearPlayback(playback);
        if (_setup.HistoryHoldsWhatWasHeard)
            _playout.Interrupt();
        return [];
    }

    private void EndTurn(long atMs)
    {
        var itemId = _turnItemId!;
        _turnItemId = null;
        Send(new InputAudioBufferSpeechStopped { AudioEndMs = (int)atMs, ItemId = itemId });
        var entry = CommitUtterance(itemId, _input.Take(_turnStartMs, atMs));
        entry.Utterance!.ClosingSilenceMs = _input.NowMs - _lastSpeechMs;
        if (_configuration.TurnDetection is { CreateResponse: true } && _configuration.Kind is SessionKind.Realtime)
            AnswerTurn(entry);
    }

    private RealtimeError? Commit()
    {
        if (_input.LengthMs < MinCommitMs)
            return SessionErrors.CommitEmpty(_input.LengthMs);

        var audio = _turnItemId is null ? _input.TakeAll() : _input.Take(_turnStartMs, _input.NowMs);
        var itemId = _turnItemId ?? Ids.Item();
        ForgetTurn();
        CommitUtterance(itemId, audio);
        return null;
    }

    private RealtimeError? ClearInput()
    {
        _input.Clear();
        ForgetTurn();
        Send(new InputAudioBufferCleared());
        return null;
    }

    /// <summary>The client ended the turn, or there is none any more: what was guessed about its end does not hold.</summary>
    private void ForgetTurn()
    {
        _turnItemId = null;
        _turns?.Reset();
        DiscardSpeculation();
    }

    private ConversationEntry CommitUtterance(string itemId, ReadOnlyMemory<byte> audio)
    {
        StopIdling();
        var entry = AddUtterance(itemId, audio);
        if (_speculation is { } speculation)
        {
            _speculation = null;
            Own(AdoptAsync(speculation, itemId, entry.Utterance!));
        }
        else
        {
            Own(TranscribeAsync(itemId, entry.Utterance!));
        }

        return entry;
    }

    private ConversationEntry AddUtterance(string itemId, ReadOnlyMemory<byte> audio)
    {
        var item = new MessageItem { Id = itemId, Role = Role.User, Content = [new InputAudio()] };
        var utterance = new Utterance(audio, _input.Format) { ReportTranscription = _configuration.Transcription is not null };
        var entry = new ConversationEntry(item) { Utterance = utterance };
        var previous = _conversation.Append(entry);
        Send(new InputAudioBufferCommitted { PreviousItemId = previous, ItemId = itemId });
        Send(new ConversationItemAdded { PreviousItemId = previous, Item = item });
        Send(new ConversationItemDone { PreviousItemId = previous, Item = item });
        return entry;
    }
}
