using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Live;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
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
        if (_configuration.TurnDetection is null)
        {
            (_turns, _ear) = (null, null);
            ForgetTurn();
            return;
        }

        if (_ear is null)
        {
            _ear = new Ear(_configuration.InputFormat, _backends.VoiceActivity(), _input.NowMs);
            _echo?.ChangeSampleRate(_ear.SampleRateHz);
        }

        _turns = TurnDetectors.Create(_configuration.TurnDetection, _ear.SampleRateHz)!;
        // No turn reaches back to what was committed or dropped.
        _turns.Reset(_input.NowMs - (long)_input.LengthMs);
        // What was only perhaps an interruption is heard anew by the new rules.
        EndTentative();
        DiscardSpeculation();
        PassOnHeldAudio();
        if (_turnItemId is not null)
            _turns.ContinueTurn(_input.NowMs);
        else
            EndLive();
    }

    private void ChangeInputFormat()
    {
        _input.ChangeFormat(_configuration.InputFormat);
        _ear = null;
        ForgetTurn();
        StartHearing();
    }

    private void Listen(Ear ear, SpeechFrame frame)
    {
        if (_turns is not { } turns)
            return;
        frame = WithoutEcho(frame, ear.Samples);
        if (frame.Probability >= SpeechProbability)
            _lastSpeechMs = frame.EndMs;
        var mark = turns.Hear(frame, ear.Samples);
        switch (mark.Kind)
        {
            case TurnMarkKind.Started:
                HearSpeechStart(mark.AtMs, frame);
                break;
            case TurnMarkKind.MayHaveEnded:
                _tentative?.Pause();
                Speculate(turns);
                AskTurnModel(turns);
                break;
            case TurnMarkKind.WentOn:
                _tentative?.GoOn();
                DiscardSpeculation();
                break;
            case TurnMarkKind.Ended:
                HearSpeechEnd(mark.AtMs, turns);
                break;
        }

        WeighInterruption(frame, turns);
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
        DiscardAnswer();
        InterruptAnswer();
    }

    private void EndTurn(long atMs)
    {
        var itemId = _turnItemId!;
        _turnItemId = null;
        ForgetQuestion();
        Send(new InputAudioBufferSpeechStopped { AudioEndMs = (int)atMs, ItemId = itemId });
        var entry = CommitUtterance(itemId, _input.Take(_turnStartMs, atMs), DetachLive());
        entry.Utterance!.ClosingSilenceMs = _input.NowMs - _lastSpeechMs;
        if (_configuration.TurnDetection is { CreateResponse: true } && _configuration.Kind is SessionKind.Realtime)
            _unanswered.Add(entry);
        AnswerTurns();
    }

    private RealtimeError? Commit()
    {
        if (_input.LengthMs < MinCommitMs)
            return SessionErrors.CommitEmpty(_input.LengthMs);

        var audio = _turnItemId is null ? _input.TakeAll() : _input.Take(_turnStartMs, _input.NowMs);
        var itemId = _turnItemId ?? Ids.Item();
        // What only perhaps became a turn began elsewhere than what is committed.
        var live = _turnItemId is null && _turns is not null ? null : DetachLive();
        ForgetTurn();
        CommitUtterance(itemId, audio, live);
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
        EndTentative();
        _turns?.Reset(_input.NowMs);
        DiscardSpeculation();
        EndLive();
        PassOnHeldAudio();
    }

    private ConversationEntry CommitUtterance(string itemId, ReadOnlyMemory<byte> audio, LiveHearing? live)
    {
        StopIdling();
        var entry = AddUtterance(itemId, audio);
        if (live is not null)
        {
            live.ItemId = itemId;
            foreach (var piece in live.Pieces)
                ReportLiveWords(itemId, piece);
        }

        if (_speculation is { } speculation)
        {
            _speculation = null;
            if (live is not null)
                Own(EndWithAsync(live, speculation.Work));
            Adopt(speculation, itemId, entry.Utterance!);
        }
        else
        {
            Own(TranscribeAsync(itemId, entry.Utterance!, live));
        }

        return entry;
    }

    private ConversationEntry AddUtterance(string itemId, ReadOnlyMemory<byte> audio)
    {
        var item = new MessageItem { Id = itemId, Role = Role.User, Content = [new InputAudio()] };
        var utterance = new Utterance(audio, _input.Format)
        {
            ReportTranscription = _configuration.Transcription is not null || _configuration.Kind is SessionKind.Transcription,
            CommittedAt = _clock.GetTimestamp(),
            NoiseReduction = _configuration.NoiseReduction,
        };
        var entry = new ConversationEntry(item) { Utterance = utterance };
        var previous = _conversation.Append(entry);
        Send(new InputAudioBufferCommitted { PreviousItemId = previous, ItemId = itemId });
        Send(new ConversationItemAdded { PreviousItemId = previous, Item = item });
        Send(new ConversationItemDone { PreviousItemId = previous, Item = item });
        return entry;
    }
}
