using System.Buffers;

namespace Realtime.Compat.Protocol;

/// <summary>Audio bytes of one message in a pooled buffer.</summary>
public sealed class AudioPayload : IDisposable
{
    private byte[]? _buffer;

    private AudioPayload(byte[] buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    /// <summary>Number of audio bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The audio bytes, in the session's input format.</summary>
    /// <exception cref="ObjectDisposedException">The payload was returned to the pool.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsSpan(0, Length);
        }
    }

    /// <summary>Rents a payload; its bytes are undefined until written.</summary>
    /// <param name="length">Number of bytes, 0 or more.</param>
    public static AudioPayload Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    /// <summary>Copies bytes into a rented payload.</summary>
    /// <param name="bytes">The audio.</param>
    public static AudioPayload Copy(ReadOnlySpan<byte> bytes)
    {
        var payload = Rent(bytes.Length);
        bytes.CopyTo(payload.Span);
        return payload;
    }

    /// <summary>Takes a buffer, in place of the one it had; the bytes are undefined until written.</summary>
    /// <param name="length">Number of bytes, 0 or more.</param>
    internal void Refill(int length)
    {
        Dispose();
        (_buffer, Length) = (ArrayPool<byte>.Shared.Rent(length), length);
    }

    /// <summary>Shortens the payload, after a decoder wrote fewer bytes than it had room for.</summary>
    /// <param name="length">New number of bytes, at most <see cref="Length"/>.</param>
    public void Shrink(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Returns the buffer to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
