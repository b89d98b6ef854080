namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>Turns 24 kHz mono into the payloads of one RTP stream, 20 ms each.</summary>
public interface IAudioEncoder : IDisposable
{
    /// <summary>Ticks a second of the stream's RTP timestamps.</summary>
    int ClockRateHz { get; }

    /// <summary>What share of packets the receiver reports lost, 0…100, for codecs that can send for its sake.</summary>
    int ExpectedLossPercent { set; }

    /// <summary>Encodes the next frame.</summary>
    /// <param name="pcm">480 samples of 24 kHz mono.</param>
    /// <param name="packet">Receives the payload; 1,275 bytes are always enough.</param>
    /// <returns>Bytes written.</returns>
    int Encode(ReadOnlySpan<short> pcm, Span<byte> packet);
}
