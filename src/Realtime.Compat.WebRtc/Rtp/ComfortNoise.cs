namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>White noise of a given level, in place of silence that the sender does not transmit (RFC 3389).</summary>
internal sealed class ComfortNoise
{
    private uint _state = 0x9E3779B9;
    private float _amplitude;

    /// <summary>Sets the level by a comfort noise payload.</summary>
    /// <param name="payload">Its first byte is the level in −dBov, 0…127; the spectrum that may follow is not used.</param>
    public void SetLevel(ReadOnlySpan<byte> payload)
    {
        var level = payload.IsEmpty ? 127 : payload[0] & 0x7F;
        // Even values over ±a have a power of a²/3. Louder than −30 dBov is no background.
        _amplitude = MathF.Sqrt(3) * 32768 * MathF.Pow(10, -Math.Max(level, 30) / 20f);
    }

    /// <summary>Fills a stretch with noise.</summary>
    public void Fill(Span<short> pcm)
    {
        foreach (ref var sample in pcm)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            sample = (short)(_amplitude * ((int)_state / 2147483648f));
        }
    }
}
