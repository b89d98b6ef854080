namespace Realtime.Compat.WebRtc.Opus;

/// <summary>What the first bytes of an Opus packet tell without decoding it (RFC 6716, section 3).</summary>
public static class OpusPacket
{
    private const int MaxMs = 120;

    // Frame lengths in 1/400 s by the configuration's three groups: SILK 10, 20, 40, 60 ms; hybrid 10, 20; CELT 2.5, 5, 10, 20.
    private static ReadOnlySpan<byte> SilkFrames => [4, 8, 16, 24];

    private static ReadOnlySpan<byte> HybridFrames => [4, 8];

    private static ReadOnlySpan<byte> CeltFrames => [1, 2, 4, 8];

    /// <summary>How much audio a packet holds.</summary>
    /// <param name="packet">A payload, hostile as it may be.</param>
    /// <param name="sampleRateHz">Rate to count in.</param>
    /// <returns>Samples a channel; 0 for a packet that breaks the format.</returns>
    public static int MeasureSamples(ReadOnlySpan<byte> packet, int sampleRateHz)
    {
        if (packet.IsEmpty) return 0;

        var configuration = packet[0] >> 3;
        var frame = configuration switch
        {
            < 12 => SilkFrames[configuration & 3],
            < 16 => HybridFrames[configuration & 1],
            _ => CeltFrames[configuration & 3],
        };
        var frames = (packet[0] & 3) switch
        {
            0 => 1,
            3 => packet.Length < 2 ? 0 : packet[1] & 0x3F,
            _ => 2,
        };
        return frame * frames * 1000 / 400 > MaxMs ? 0 : frame * frames * sampleRateHz / 400;
    }
}
