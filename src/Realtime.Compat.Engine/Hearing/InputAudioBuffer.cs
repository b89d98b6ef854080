using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// Appended audio that is not committed yet, addressed by audio time: milliseconds of audio since the session began, which neither
/// commits nor clears reset.
/// </summary>
internal sealed class InputAudioBuffer(AudioFormat format)
{
    /// <summary>A third of a second of PCM16.</summary>
    private const int MinBytes = 16 * 1024;

    /// <summary>More than this no session holds between turns.</summary>
    private const int MaxIdleBytes = 128 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _length;

    /// <summary>Audio time of all audio ever appended, in bytes of <see cref="Format"/>.</summary>
    private long _heardBytes;

    private long _formatStartMs;

    /// <summary>Format of the bytes.</summary>
    public AudioFormat Format { get; private set; } = format;

    /// <summary>Audio time now: ms of audio appended since the session began.</summary>
    public long NowMs => _formatStartMs + _heardBytes / Format.BytesPerMs();

    /// <summary>Length of what waits, in ms.</summary>
    public double LengthMs => (double)_length / Format.BytesPerMs();

    /// <summary>Adds audio at the end.</summary>
    /// <param name="audio">Bytes in <see cref="Format"/>.</param>
    public void Append(ReadOnlySpan<byte> audio)
    {
        if (_start + _length + audio.Length > _bytes.Length)
            MakeRoom(audio.Length);
        audio.CopyTo(_bytes.AsSpan(_start + _length));
        _length += audio.Length;
        _heardBytes += audio.Length;
    }

    /// <summary>Takes everything out.</summary>
    public ReadOnlyMemory<byte> TakeAll() => Take(_length);

    /// <summary>Takes out the audio from one time to another; what lies before is dropped, what lies after stays.</summary>
    /// <param name="startMs">Audio time; earlier than the buffer's start means its start.</param>
    /// <param name="endMs">Audio time, at least <paramref name="startMs"/>.</param>
    public ReadOnlyMemory<byte> Take(long startMs, long endMs)
    {
        Discard(OffsetOf(startMs));
        return Take(OffsetOf(endMs));
    }

    /// <summary>Copies the audio from one time to another; everything stays.</summary>
    /// <param name="startMs">Audio time; earlier than the buffer's start means its start.</param>
    /// <param name="endMs">Audio time, at least <paramref name="startMs"/>.</param>
    public ReadOnlyMemory<byte> Peek(long startMs, long endMs)
    {
        var start = OffsetOf(startMs);
        return Whole(start, OffsetOf(endMs) - start);
    }

    /// <summary>The audio from one time to another, in place: it holds until the buffer changes.</summary>
    /// <param name="startMs">Audio time; earlier than the buffer's start means its start.</param>
    /// <param name="endMs">Audio time, at least <paramref name="startMs"/>.</param>
    public ReadOnlySpan<byte> View(long startMs, long endMs)
    {
        var start = OffsetOf(startMs);
        return _bytes.AsSpan(_start + start, OffsetOf(endMs) - start);
    }

    /// <summary>Where a time lies, for <see cref="Since"/>.</summary>
    /// <param name="ms">Audio time; earlier than the buffer's start means its start.</param>
    public long PositionOf(long ms) => _heardBytes - _length + OffsetOf(ms);

    /// <summary>What was appended behind a position, in whole samples; everything stays.</summary>
    /// <param name="position">Where to begin; moved to where the next call begins.</param>
    /// <returns>Holds until the next append.</returns>
    public ReadOnlySpan<byte> Since(ref long position)
    {
        var bufferStart = _heardBytes - _length;
        var offset = (int)Math.Clamp(position - bufferStart, 0, _length);
        var length = _length - offset;
        length -= length % Format.BytesPerSample();
        position = bufferStart + offset + length;
        return _bytes.AsSpan(_start + offset, length);
    }

    /// <summary>Drops what lies before a time: audio that no turn will want any more.</summary>
    /// <param name="ms">Audio time.</param>
    public void DiscardBefore(long ms) => Discard(OffsetOf(ms));

    /// <summary>Drops everything. Audio time goes on.</summary>
    public void Clear() => Discard(_length);

    /// <summary>Drops everything and takes bytes of another format from now on. Audio time goes on.</summary>
    /// <param name="format">The new format.</param>
    public void ChangeFormat(AudioFormat format)
    {
        _formatStartMs = NowMs;
        _heardBytes = 0;
        Clear();
        Format = format;
    }

    private int OffsetOf(long ms)
    {
        var bufferStart = _heardBytes - _length;
        var offset = (ms - _formatStartMs) * Format.BytesPerMs() - bufferStart;
        return (int)Math.Clamp(offset, 0, _length);
    }

    private byte[] Take(int length)
    {
        var taken = Whole(0, length);
        Discard(length);
        return taken;
    }

    /// <summary>A copy without half a sample at its end.</summary>
    private byte[] Whole(int offset, int length) => _bytes.AsSpan(_start + offset, length - length % Format.BytesPerSample()).ToArray();

    private void Discard(int length)
    {
        _start += length;
        _length -= length;
        if (_length == 0)
            _start = 0;
        if (_bytes.Length > MaxIdleBytes && _length * 4 <= MaxIdleBytes)
            Shrink();
    }

    /// <summary>A long turn is over: what it needed goes back.</summary>
    private void Shrink()
    {
        var kept = new byte[MinBytes + _length];
        _bytes.AsSpan(_start, _length).CopyTo(kept);
        (_bytes, _start) = (kept, 0);
    }

    private void MakeRoom(int more)
    {
        var needed = _length + more;
        // Moving to the front is enough while at most half of the array is in use: each byte is then moved once on average.
        var target = needed * 2 <= _bytes.Length ? _bytes : new byte[Math.Max(needed * 2, MinBytes)];
        _bytes.AsSpan(_start, _length).CopyTo(target);
        _bytes = target;
        _start = 0;
    }
}
