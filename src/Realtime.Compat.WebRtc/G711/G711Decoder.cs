using Realtime.Compat.Audio;
using Realtime.Compat.WebRtc.Rtp;

namespace Realtime.Compat.WebRtc.G711;

/// <summary>
/// G.711 payloads to 24 kHz mono. What is lost is made up from the last 20 ms, fading out within 60. Not thread-safe; calls allocate
/// nothing.
/// </summary>
public sealed class G711Decoder : IAudioDecoder
{
    private const int Ratio = 3;
    private const int LongestPayload = 960; // 120 ms, the longest that any other codec here has
    private const int FrameSamples = 480;
    private const float FadePerFrame = 1f / 3;

    private readonly G711Law _law;
    private readonly Resampler _resampler = new(8_000, 24_000);
    private readonly float[] _narrow = new float[LongestPayload];
    private readonly float[] _wide;
    private readonly short[] _last = new short[FrameSamples];
    private float _gain;

    /// <summary>A decoder with no past.</summary>
    public G711Decoder(G711Law law)
    {
        _law = law;
        _wide = new float[_resampler.MaxOutputLength(LongestPayload)];
        // The filter holds back a few samples for good: fill it with silence, so that each payload gives all of its length.
        _resampler.Process(_narrow, _wide);
    }

    /// <inheritdoc/>
    public int ClockRateHz => 8_000;

    /// <inheritdoc/>
    public int MeasureSamples(ReadOnlySpan<byte> payload) => payload.Length <= LongestPayload ? Ratio * payload.Length : 0;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        if (payload.IsEmpty || payload.Length > LongestPayload) return 0;
        var narrow = _narrow.AsSpan(0, payload.Length);
        if (_law == G711Law.Mu) Audio.G711.DecodeMuLaw(payload, narrow);
        else Audio.G711.DecodeALaw(payload, narrow);
        var length = _resampler.Process(narrow, _wide);
        for (var i = 0; i < length; i++)
            pcm[i] = (short)Math.Clamp(_wide[i] * 32_768f, short.MinValue, short.MaxValue);
        Remember(pcm[..length]);
        return length;
    }

    /// <inheritdoc/>
    public bool Recover(ReadOnlySpan<byte> nextPayload, Span<short> pcm) => false;

    /// <inheritdoc/>
    public void Conceal(Span<short> pcm)
    {
        for (var i = 0; i < pcm.Length; i++)
        {
            pcm[i] = (short)(_last[i % FrameSamples] * _gain);
            _gain = Math.Max(0, _gain - FadePerFrame / FrameSamples);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private void Remember(ReadOnlySpan<short> pcm)
    {
        _gain = 1;
        if (pcm.Length >= FrameSamples)
        {
            pcm[^FrameSamples..].CopyTo(_last);
            return;
        }
        _last.AsSpan(pcm.Length).CopyTo(_last);
        pcm.CopyTo(_last.AsSpan(FrameSamples - pcm.Length));
    }
}
