using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Interruption;
using Realtime.Compat.Engine.Hearing.Live;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Audio that may have come sooner than it can have been spoken, in ms: what a client kept until it was connected, or a network held up.</summary>
    private const int MaxAheadOfSpeechMs = 2000;

    /// <summary>Follows speech while it is spoken; null where the speech-to-text client does not offer that.</summary>
    private readonly ILiveSpeechToText? _liveEngine;

    /// <summary>The open turn, or what may become one, as it is followed; null when it is not.</summary>
    private LiveHearing? _live;

    /// <summary>Timestamp from which a turn that the client ends is followed.</summary>
    private long _followedSince;

    /// <summary>Somebody speaks: an engine follows, where there is one.</summary>
    /// <param name="startMs">Where the turn begins, padding included; earlier than the buffer's start means its start.</param>
    private void BeginLive(long startMs)
    {
        EndLive();
        // Noise is taken out of whole utterances only.
        if (_configuration.NoiseReduction is not null || _liveEngine is not { IsOffered: true } engine)
            return;

        var wishes = TranscriptionWishes.Of(_configuration);
        _live = new LiveHearing(engine.Begin(wishes.ToOptions(_input.Format.SampleRateHz())), wishes, _input.PositionOf(startMs), ReportLoss);
        Own(FollowAsync(_live));
        _live.Feed(_input);
    }

    /// <summary>Where the client ends turns, all that waits in the buffer is its turn: an engine follows from the first append on.</summary>
    private void FollowBuffer()
    {
        var spokenMs = _live is null ? 0 : _clock.GetElapsedTime(_followedSince).TotalMilliseconds;
        if (_input.LengthMs > spokenMs + MaxAheadOfSpeechMs)
        {
            // A file, not a speaker: an engine that has to catch up is no faster than one that gets it whole.
            _live?.Dispose();
        }
        else if (_live is null)
        {
            _followedSince = _clock.GetTimestamp();
            BeginLive(0);
        }
        else
        {
            _live.Feed(_input);
        }
    }

    private async Task FollowAsync(LiveHearing live)
    {
        try
        {
            await foreach (var piece in live.WordsAsync(_ending.Token).ConfigureAwait(false))
                await ReportAsync(new SessionInput.WordsHeard(live, piece)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session ended meanwhile.
        }
        catch (Exception exception)
        {
            live.Lose(exception);
        }
    }

    private void ReportLoss(Exception reason) => LogLiveLost(StageFailure.Unexpected(reason), Id, StageFailure.Describe(reason, "The transcription engine"));

    /// <summary>Words are certain: of a turn that was committed they are told; over an answer they may show that it is interrupted.</summary>
    private void HearWords(LiveHearing live, string piece)
    {
        live.Add(piece);
        if (live.ItemId is { } itemId)
            ReportLiveWords(itemId, piece);
        else if (live == _live && _tentative is { } tentative && _turns is { } turns && _echo is not { IsLikely: true } && Backchannels.IsMoreThanThat(live.Words))
            ConfirmInterruption(tentative, turns);
    }

    private void ReportLiveWords(string itemId, string piece)
    {
        if (!_conversation.TryGet(itemId, out var entry) || entry.Utterance is not { ReportTranscription: true, Outcome: null } utterance)
            return;
        // Late words of an utterance that was lost: another engine's are told already.
        if (!utterance.ReportsLive && utterance.Reported.Length > 0)
            return;
        utterance.ReportsLive = true;
        ReportTranscriptionDelta(itemId, new Transcript(piece, null), isLive: true);
    }

    /// <summary>Who follows the turn as the session wants it now; null when nobody does.</summary>
    private LiveHearing? UsableLive() =>
        _live is { IsLost: false } live && _configuration.NoiseReduction is null && live.Wishes == TranscriptionWishes.Of(_configuration) ? live : null;

    /// <summary>The turn is over: who followed it no longer follows the session, and is the caller's to dispose.</summary>
    private LiveHearing? DetachLive()
    {
        var live = UsableLive();
        if (live is null)
            EndLive();
        _live = null;
        return live;
    }

    /// <summary>What is followed is no turn of interest any more.</summary>
    private void EndLive()
    {
        _live?.Dispose();
        _live = null;
    }

    private static async Task EndWithAsync(LiveHearing live, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        live.Dispose();
    }
}
