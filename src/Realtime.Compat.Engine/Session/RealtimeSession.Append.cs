using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Takes the next piece of an append into the buffer and the ear.</summary>
    /// <param name="append">The audio.</param>
    /// <param name="at">How much of it was taken before; moved on.</param>
    /// <returns>The ear whose frames are to be judged before the next piece; null once all is in, or when nobody listens.</returns>
    private Ear? Take(InputAudioBufferAppend append, ref int at)
    {
        var rest = append.Audio.Span[at..];
        if (_ear is not { } ear || _turns is not { } turns)
        {
            TakeUnheard(rest, append.EventId);
            return null;
        }

        var piece = rest[..Math.Min(ear.MaxPushLength, rest.Length)];
        if (piece.IsEmpty)
            return null;
        at += piece.Length;
        if (!HasRoomFor(piece.Length))
            MakeRoomFor(piece.Length, turns);
        _input.Append(piece);
        _live?.Feed(_input);
        ear.Push(piece);
        return ear;
    }

    /// <summary>Takes an append where the client ends turns.</summary>
    private void TakeUnheard(ReadOnlySpan<byte> audio, string? eventId)
    {
        if (!HasRoomFor(audio.Length))
        {
            SendError(SessionErrors.BufferFull(_setup.MaxBufferedAudio), eventId);
            return;
        }

        if (audio.IsEmpty)
            return;
        _input.Append(audio);
        FollowBuffer();
    }

    private bool HasRoomFor(int bytes) => _input.LengthMs + LengthMs(bytes) <= _setup.MaxBufferedAudio.TotalMilliseconds;

    /// <summary>The buffer is full, and the client neither commits nor clears where turns are detected: the turn ends here, and what follows may be the next.</summary>
    private void MakeRoomFor(int bytes, ITurnDetector turns)
    {
        if (_tentative is not null)
        {
            DismissInterruption(turns);
        }
        else if (_turnItemId is not null)
        {
            turns.Reset(_input.NowMs);
            EndTurn(_input.NowMs);
        }

        // What is left belongs to no turn, and of that the latest is worth most: it may be a turn's padding.
        _input.DiscardBefore(_input.NowMs - (long)(_setup.MaxBufferedAudio.TotalMilliseconds - LengthMs(bytes)));
    }

    private double LengthMs(int bytes) => (double)bytes / _input.Format.BytesPerMs();
}
