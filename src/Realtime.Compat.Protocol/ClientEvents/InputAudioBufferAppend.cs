using System.Collections.Concurrent;

namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Audio of the user, to the end of the input buffer. Not answered.</summary>
/// <remarks>
/// Fifty a second come from each session, so they are used again: whoever takes one disposes it, once, and touches neither it nor its audio
/// afterwards. One that is dropped without costs its memory and nothing else.
/// </remarks>
public sealed record InputAudioBufferAppend : ClientEvent, IDisposable
{
    /// <summary>Most that wait for use: what 64 sessions that are behind hold. 1.2 MB.</summary>
    private const int MaxFree = 16 * 1024;

    private static readonly ConcurrentQueue<InputAudioBufferAppend> Free = new();

    private int _disposed;

    /// <summary>Audio in the session's input format, at most 15 MiB.</summary>
    public required AudioPayload Audio { get; init; }

    /// <summary>One that was used before, or a new one, without an id.</summary>
    /// <param name="audio">The audio, copied.</param>
    public static InputAudioBufferAppend Rent(ReadOnlySpan<byte> audio)
    {
        var append = Rent();
        append.Audio.Refill(audio.Length);
        audio.CopyTo(append.Audio.Span);
        return append;
    }

    /// <summary>Returns the audio's buffer to the pool, and the event to those that wait for use.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Audio.Dispose();
        if (EventId is null && Free.Count < MaxFree)
            Free.Enqueue(this);
    }

    /// <summary>One whose audio is yet to be filled.</summary>
    internal static InputAudioBufferAppend Rent()
    {
        if (!Free.TryDequeue(out var append))
            return new InputAudioBufferAppend { Audio = AudioPayload.Rent(0) };
        append._disposed = 0;
        return append;
    }
}
