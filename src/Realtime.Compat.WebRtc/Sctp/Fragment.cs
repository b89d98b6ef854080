using System.Buffers;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>A piece of a message that waits for the others; pieces that belong together form a list. Kept for re-use.</summary>
internal sealed class Fragment
{
    private byte[] _bytes = [];
    private int _length;

    public Fragment? Next { get; set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Fill(ReadOnlySpan<byte> bytes)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(bytes.Length);
        _length = bytes.Length;
        bytes.CopyTo(_bytes);
    }

    public void Empty()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length, Next) = ([], 0, null);
    }
}
