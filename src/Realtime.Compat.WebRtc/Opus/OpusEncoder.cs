using Realtime.Compat.WebRtc.Rtp;

namespace Realtime.Compat.WebRtc.Opus;

/// <summary>
/// Opus (RFC 6716) from 24 kHz mono, one packet per frame, with in-band error correction: each packet can carry a coarse copy of the
/// frame before it. Keeps state from frame to frame; not thread-safe. Calls allocate nothing.
/// </summary>
public sealed unsafe class OpusEncoder : IAudioEncoder
{
    /// <summary>Samples a second of what goes in.</summary>
    public const int SampleRateHz = 24_000;

    private nint _encoder;

    /// <summary>An encoder with no past.</summary>
    /// <param name="bitsPerSecond">6,000…128,000.</param>
    /// <param name="complexity">0…10; 5 takes some 140 µs for 20 ms of speech.</param>
    /// <exception cref="OpusException">libopus is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value out of range.</exception>
    public OpusEncoder(int bitsPerSecond = 32_000, int complexity = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitsPerSecond, 6_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsPerSecond, 128_000);
        ArgumentOutOfRangeException.ThrowIfNegative(complexity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(complexity, 10);

        OpusLibrary.Require();
        _encoder = OpusLibrary.CreateEncoder(SampleRateHz, channels: 1, OpusLibrary.ApplicationVoip, out var status);
        OpusLibrary.Check(status, "make an encoder");
        Set(OpusLibrary.SetBitrate, bitsPerSecond);
        Set(OpusLibrary.SetComplexity, complexity);
        Set(OpusLibrary.SetInbandFec, 1);
        ExpectedLossPercent = 5;
    }

    /// <summary>Whether libopus is on this machine.</summary>
    public static bool IsAvailable => OpusLibrary.IsAvailable;

    /// <inheritdoc/>
    public int ClockRateHz => 48_000;

    /// <summary>Share of packets that the receiver reports lost, 0…100: the more, the more bits go into error correction.</summary>
    public int ExpectedLossPercent
    {
        get;
        set
        {
            if (field == value) return;
            Set(OpusLibrary.SetPacketLossPercent, value);
            field = value;
        }
    }

    /// <summary>Encodes one frame.</summary>
    /// <param name="pcm">24 kHz mono, 60, 120, 240, 480 (20 ms), 960 or 1,440 samples.</param>
    /// <param name="packet">Receives the packet; 1,275 bytes are always enough.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="OpusException">Another frame length, or too little room.</exception>
    public int Encode(ReadOnlySpan<short> pcm, Span<byte> packet)
    {
        ObjectDisposedException.ThrowIf(_encoder == 0, this);
        fixed (short* samples = pcm)
        fixed (byte* bytes = packet)
            return OpusLibrary.Check(OpusLibrary.Encode(_encoder, samples, pcm.Length, bytes, packet.Length), "encode a frame");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the native memory of an encoder that nobody disposed of.</summary>
    ~OpusEncoder() => Free();

    private void Set(int request, int value) => OpusLibrary.Check(OpusLibrary.Control(_encoder, request, value), "change a setting");

    private void Free()
    {
        if (_encoder != 0) OpusLibrary.DestroyEncoder(_encoder);
        _encoder = 0;
    }
}
