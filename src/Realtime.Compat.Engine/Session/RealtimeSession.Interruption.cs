using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Interruption;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Longest time that audio is held back: a client that stops sending in the middle of a word must not keep the answer for ever.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    private readonly Queue<(string ResponseId, ResponseStep Step)> _held = new();

    /// <summary>Speech over an answer that has not proved to be an interruption; null when there is none. No event has told of it yet.</summary>
    private TentativeInterruption? _tentative;

    private ITimer? _holding;

    /// <summary>Knows the answers' sound; null until one was sent, and where echo is not to be ignored.</summary>
    private EchoDetector? _echo;

    /// <summary>Whether an answer is under way or still being played.</summary>
    private bool IsAnswering => _active is not null || AudioLeft > TimeSpan.Zero;

    /// <summary>Whether speech that starts now must first prove to be an interruption.</summary>
    private bool InterruptsTentatively =>
        _setup.TurnTaking.TentativeInterruption && _configuration.Kind is SessionKind.Realtime && _configuration.TurnDetection is { InterruptResponse: true } && IsAnswering;

    /// <summary>A frame that holds nothing but our own voice holds no speech.</summary>
    private SpeechFrame WithoutEcho(in SpeechFrame frame, ReadOnlySpan<float> samples) =>
        _echo is not null && _echo.IsEcho(frame, samples, _clock.GetUtcNow()) ? frame with { Probability = 0 } : frame;

    /// <summary>Audio leaves for the client: what comes back of it is to be known again.</summary>
    private void RememberSound(ReadOnlyMemory<byte> audio, AudioFormat format)
    {
        if (!_setup.TurnTaking.IgnoreEcho || _ear is null)
            return;
        var now = _clock.GetUtcNow();
        _echo ??= new EchoDetector(_ear.SampleRateHz);
        _echo.Sent(audio.Span, format, _playout.EndsAt > now ? _playout.EndsAt : now, now);
    }

    /// <summary>The detector found that somebody speaks.</summary>
    private void HearSpeechStart(long atMs, in SpeechFrame frame)
    {
        BeginLive(atMs);
        if (!InterruptsTentatively)
        {
            StartTurn(atMs);
            return;
        }

        _speculationsDiscarded = 0;
        _tentative = new TentativeInterruption(atMs, VoiceTurnDetector.MinSpeechMs - (frame.EndMs - frame.StartMs));
        if (_setup.TurnTaking.HoldAudioWhileTentative && _active is not null)
            HoldAudio(_tentative);
    }

    /// <summary>The detector found that the turn is over.</summary>
    private void HearSpeechEnd(long atMs, ITurnDetector turns)
    {
        if (_tentative is not { } tentative)
        {
            EndTurn(atMs);
            return;
        }

        // A closing silence shorter than the pause at which words are worked out: they are wanted all the same.
        if (_speculation is null)
            Speculate(turns);
        if (_speculation is { IsEnded: false })
        {
            // Its words are not known yet, and they decide; until then the turn stays open, and the speaker may go on.
            tentative.EndedAtMs ??= atMs;
            turns.Reopen(atMs);
        }
        else
        {
            DismissInterruption(turns);
        }
    }

    /// <summary>Looks at a tentative interruption after each frame.</summary>
    private void WeighInterruption(in SpeechFrame frame, ITurnDetector turns)
    {
        if (_tentative is not { } tentative)
            return;
        // Not sure enough to leave the frame out, but too much alike to let it end the answer.
        if (_echo is { IsLikely: true })
            tentative.Pause();
        if (tentative.Hear(frame, turns.Threshold) >= _setup.TurnTaking.ConfirmInterruptionMs || !IsAnswering)
            ConfirmInterruption(tentative, turns);
    }

    /// <summary>The words of a tentative interruption until its last pause are known; null when the engine failed.</summary>
    private void WeighInterruption(string? words, ITurnDetector turns)
    {
        if (_tentative is not { } tentative)
            return;
        var isHarmless = words is null || Backchannels.IsNothingElse(words) || _echo is { IsLikely: true };
        if (!isHarmless || !IsAnswering)
            ConfirmInterruption(tentative, turns);
        else if (tentative.EndedAtMs is not null)
            DismissInterruption(turns);
    }

    /// <summary>It is one, or there is nothing left to interrupt: now it is told, with the time at which it began.</summary>
    private void ConfirmInterruption(TentativeInterruption tentative, ITurnDetector turns)
    {
        EndTentative();
        StartTurn(tentative.StartMs);
        if (tentative.EndedAtMs is not { } endedAtMs)
            return;
        turns.Reset(endedAtMs);
        EndTurn(endedAtMs);
    }

    /// <summary>It was none: its audio is dropped, no event ever tells of it, and the answer goes on.</summary>
    private void DismissInterruption(ITurnDetector turns)
    {
        LogInterruptionDismissed(Id, _tentative!.StartMs);
        turns.Reset(_tentative.EndedAtMs ?? _input.NowMs);
        EndTentative();
        DiscardSpeculation();
        EndLive();
        PassOnHeldAudio();
    }

    private void EndTentative()
    {
        _tentative = null;
        _holding?.Dispose();
        _holding = null;
    }

    /// <summary>What is heard from now on is a turn: the answer under way is over if the session wants it so.</summary>
    private void InterruptAnswer()
    {
        if (_configuration.TurnDetection is not { InterruptResponse: true })
            return;
        _held.Clear();
        _echo?.Cut(_clock.GetUtcNow());
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
        else
            _playout.Stop();
        return [];
    }

    private void HoldAudio(TentativeInterruption tentative)
    {
        tentative.HoldsAudio = true;
        _holding = _clock.CreateTimer(_ => _inputs.Writer.TryWrite(new SessionInput.HoldElapsed(tentative)), null, LongestHold, Timeout.InfiniteTimeSpan);
    }

    private void EndHold(TentativeInterruption tentative)
    {
        if (_tentative != tentative)
            return;
        tentative.HoldsAudio = false;
        PassOnHeldAudio();
    }

    /// <summary>Keeps a step of the answer back while an interruption is tentative.</summary>
    /// <returns>Whether it was kept.</returns>
    private bool HoldBack(ResponseRun response, ResponseStep step)
    {
        if (_tentative is not { HoldsAudio: true } || response != _active)
            return false;
        _held.Enqueue((response.Id, step));
        return true;
    }

    private void PassOnHeldAudio()
    {
        while (_held.TryDequeue(out var held))
        {
            // The client may have cancelled it meanwhile.
            if (_responses.TryGetValue(held.ResponseId, out var response))
                Advance(response, held.Step);
        }
    }
}
