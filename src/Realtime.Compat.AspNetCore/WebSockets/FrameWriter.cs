using System.Buffers;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>Collects one frame in a pooled buffer and hands it over. The writer itself is used again for the next.</summary>
internal sealed class FrameWriter : IBufferWriter<byte>
{
    /// <summary>Holds most events that carry no audio.</summary>
    private const int InitialBytes = 1024;

    private byte[] _buffer = [];
    private int _written;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _written), nameof(count));
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_written);
    }

    /// <summary>The bytes written, in an array of the shared pool that now belongs to the caller.</summary>
    public ArraySegment<byte> Detach()
    {
        var frame = new ArraySegment<byte>(_buffer, 0, _written);
        (_buffer, _written) = ([], 0);
        return frame;
    }

    /// <summary>Forgets what was written.</summary>
    public void Reset() => _written = 0;

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_buffer.Length - _written >= needed)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_written + needed), Math.Max(InitialBytes, _buffer.Length * 2)));
        _buffer.AsSpan(0, _written).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
