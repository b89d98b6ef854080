using System.Buffers;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>A packet that waits in a jitter buffer. Kept for re-use.</summary>
internal sealed class JitterSlot
{
    private byte[] _bytes = [];
    private int _length;

    public long Sequence { get; set; }

    /// <summary>Ticks of the stream's clock, counted on past 2^32.</summary>
    public long Timestamp { get; set; }

    public JitterSlotKind Kind { get; set; }

    /// <summary>Audio in the payload, in samples of 24 kHz.</summary>
    public int Samples { get; set; }

    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, _length);

    public void Fill(ReadOnlySpan<byte> payload)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(payload.Length);
        _length = payload.Length;
        payload.CopyTo(_bytes);
    }

    public void Empty()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }
}
