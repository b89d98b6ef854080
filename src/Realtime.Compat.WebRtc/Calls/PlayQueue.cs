namespace Realtime.Compat.WebRtc.Calls;

/// <summary>Audio that waits to be played: filled by the host, emptied frame by frame by the call's beat. Thread-safe.</summary>
internal sealed class PlayQueue
{
    private const int SmallestCapacity = 24_000;

    private readonly Lock _lock = new();
    private short[] _ring = [];
    private int _start;
    private int _count;
    private long _played;

    /// <summary>Samples that wait.</summary>
    public long Pending
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Samples taken out by <see cref="Take"/> so far.</summary>
    public long Played
    {
        get
        {
            lock (_lock)
                return _played;
        }
    }

    /// <summary>Appends samples.</summary>
    public void Add(ReadOnlySpan<short> pcm)
    {
        lock (_lock)
        {
            if (_count + pcm.Length > _ring.Length) Grow(_count + pcm.Length);
            var end = (_start + _count) % Math.Max(_ring.Length, 1);
            var first = Math.Min(pcm.Length, _ring.Length - end);
            pcm[..first].CopyTo(_ring.AsSpan(end));
            pcm[first..].CopyTo(_ring);
            _count += pcm.Length;
        }
    }

    /// <summary>Takes what comes next.</summary>
    /// <param name="frame">Filled from the front.</param>
    /// <param name="drained">Whether this took the last that was there.</param>
    /// <returns>Samples taken.</returns>
    public int Take(Span<short> frame, out bool drained)
    {
        lock (_lock)
        {
            var taken = Math.Min(frame.Length, _count);
            var first = Math.Min(taken, _ring.Length - _start);
            _ring.AsSpan(_start, first).CopyTo(frame);
            _ring.AsSpan(0, taken - first).CopyTo(frame[first..]);
            _start = _ring.Length == 0 ? 0 : (_start + taken) % _ring.Length;
            _count -= taken;
            _played += taken;
            drained = taken > 0 && _count == 0;
            // A long answer's memory is not kept for the silence after it.
            if (drained && _ring.Length > SmallestCapacity) (_ring, _start) = ([], 0);
            return taken;
        }
    }

    /// <summary>Forgets everything.</summary>
    /// <returns>Samples that were there.</returns>
    public int Clear()
    {
        lock (_lock)
        {
            var count = _count;
            (_ring, _start, _count) = ([], 0, 0);
            return count;
        }
    }

    private void Grow(int needed)
    {
        var ring = new short[Math.Max(SmallestCapacity, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed))];
        var first = Math.Min(_count, _ring.Length - _start);
        _ring.AsSpan(_start, first).CopyTo(ring);
        _ring.AsSpan(0, _count - first).CopyTo(ring.AsSpan(first));
        (_ring, _start) = (ring, 0);
    }
}
