namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>Turns the payloads of one RTP stream into 24 kHz mono, and makes up for those that were lost.</summary>
public interface IAudioDecoder : IDisposable
{
    /// <summary>Ticks a second of the stream's RTP timestamps.</summary>
    int ClockRateHz { get; }

    /// <summary>How much audio a payload holds, without decoding it.</summary>
    /// <param name="payload">Hostile as it may be.</param>
    /// <returns>Samples of 24 kHz; 0 for a payload that breaks the format.</returns>
    int MeasureSamples(ReadOnlySpan<byte> payload);

    /// <summary>Decodes the next payload.</summary>
    /// <param name="payload">Hostile as it may be.</param>
    /// <param name="pcm">Receives 24 kHz mono; 2,880 samples (120 ms) are always enough.</param>
    /// <returns>Samples written; 0 for a payload that breaks the format.</returns>
    int Decode(ReadOnlySpan<byte> payload, Span<short> pcm);

    /// <summary>Rebuilds a lost frame from the copy that the packet after it carries, where the codec has that.</summary>
    /// <param name="nextPayload">The payload after the lost one; still to be decoded itself afterwards.</param>
    /// <param name="pcm">The lost frame, filled wholly.</param>
    /// <returns>False when there is no copy; <paramref name="pcm"/> is then undefined and nothing else changed.</returns>
    bool Recover(ReadOnlySpan<byte> nextPayload, Span<short> pcm);

    /// <summary>Makes up audio in place of lost packets: what was heard last, fading to silence.</summary>
    /// <param name="pcm">Filled wholly; any length.</param>
    void Conceal(Span<short> pcm);
}
