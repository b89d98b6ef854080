using Realtime.Compat.WebRtc.Rtp;

namespace Realtime.Compat.WebRtc.Opus;

/// <summary>
/// Opus (RFC 6716) to 24 kHz mono, whatever rate and channels the sender has. Keeps state from packet to packet; not thread-safe.
/// Calls allocate nothing.
/// </summary>
public sealed unsafe class OpusDecoder : IAudioDecoder
{
    private const int SampleRateHz = 24_000;
    private const int MaxPacketSamples = SampleRateHz * 120 / 1000;

    private nint _decoder;

    /// <summary>A decoder with no past.</summary>
    /// <exception cref="OpusException">libopus is missing.</exception>
    public OpusDecoder()
    {
        OpusLibrary.Require();
        _decoder = OpusLibrary.CreateDecoder(SampleRateHz, channels: 1, out var status);
        OpusLibrary.Check(status, "make a decoder");
    }

    /// <inheritdoc/>
    /// <remarks>RTP counts Opus in ticks of 48 kHz at every rate (RFC 7587, section 4.1).</remarks>
    public int ClockRateHz => 48_000;

    /// <inheritdoc/>
    public int MeasureSamples(ReadOnlySpan<byte> payload) => OpusPacket.MeasureSamples(payload, SampleRateHz);

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        if (payload.IsEmpty) return 0;
        return Math.Max(0, Run(payload, pcm, frameSize: Math.Min(pcm.Length, MaxPacketSamples), fec: 0));
    }

    /// <inheritdoc/>
    public bool Recover(ReadOnlySpan<byte> nextPayload, Span<short> pcm)
    {
        if (nextPayload.IsEmpty || !IsFrameLength(pcm.Length)) return false;
        return Run(nextPayload, pcm, pcm.Length, fec: 1) == pcm.Length;
    }

    /// <inheritdoc/>
    public void Conceal(Span<short> pcm)
    {
        // libopus conceals multiples of 2.5 ms; what is left over is too short to be heard.
        var length = pcm.Length - pcm.Length % (SampleRateHz / 400);
        for (var done = 0; done < length;)
        {
            var piece = pcm.Slice(done, Math.Min(length - done, MaxPacketSamples));
            if (Run([], piece, piece.Length, fec: 0) < piece.Length) piece.Clear();
            done += piece.Length;
        }

        pcm[length..].Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the native memory of a decoder that nobody disposed of.</summary>
    ~OpusDecoder() => Free();

    private static bool IsFrameLength(int samples) => samples > 0 && samples <= MaxPacketSamples && samples % (SampleRateHz / 400) == 0;

    private int Run(ReadOnlySpan<byte> payload, Span<short> pcm, int frameSize, int fec)
    {
        ObjectDisposedException.ThrowIf(_decoder == 0, this);
        fixed (byte* bytes = payload) // null for an empty span, which asks for concealment
        fixed (short* samples = pcm)
            return OpusLibrary.Decode(_decoder, bytes, payload.Length, samples, frameSize, fec);
    }

    private void Free()
    {
        if (_decoder != 0) OpusLibrary.DestroyDecoder(_decoder);
        _decoder = 0;
    }
}
