using Realtime.Compat.Audio;
using Realtime.Compat.WebRtc.Rtp;

namespace Realtime.Compat.WebRtc.G711;

/// <summary>G.711 payloads (RFC 3551 section 4.5.14) from 24 kHz mono, by way of the resampler. Not thread-safe; calls allocate nothing.</summary>
public sealed class G711Encoder : IAudioEncoder
{
    private const int InputRateHz = 24_000;

    private readonly G711Law _law;
    private readonly Resampler _resampler = new(InputRateHz, 8_000);
    private readonly float[] _samples = new float[480];
    private readonly float[] _narrow;

    /// <summary>An encoder with no past.</summary>
    public G711Encoder(G711Law law)
    {
        _law = law;
        _narrow = new float[_resampler.MaxOutputLength(_samples.Length)];
        // The filter holds back a few samples for good: fill it with silence, so that each frame gives a whole packet.
        _resampler.Process(_samples, _narrow);
    }

    /// <inheritdoc/>
    public int ClockRateHz => 8_000;

    /// <inheritdoc/>
    public int ExpectedLossPercent
    {
        set
        {
            // Nothing in G.711 helps against loss.
        }
    }

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<short> pcm, Span<byte> packet)
    {
        for (var i = 0; i < pcm.Length; i++)
            _samples[i] = pcm[i] / 32_768f;
        var length = _resampler.Process(_samples.AsSpan(0, pcm.Length), _narrow);
        if (_law == G711Law.Mu) Audio.G711.EncodeMuLaw(_narrow.AsSpan(0, length), packet);
        else Audio.G711.EncodeALaw(_narrow.AsSpan(0, length), packet);
        return length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
