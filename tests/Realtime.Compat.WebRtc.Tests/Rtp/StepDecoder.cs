using System.Buffers.Binary;
using Realtime.Compat.WebRtc.Rtp;

namespace Realtime.Compat.WebRtc.Tests.Rtp;

/// <summary>
/// A codec that shows where each sample comes from: a payload is a number, and decodes to 20 ms of it. What is concealed is −1, what is
/// rebuilt from the packet with number n is 10,000 + n − 1.
/// </summary>
internal sealed class StepDecoder : IAudioDecoder
{
    public const short Concealed = -1;
    public const int Frame = 480;

    public int ClockRateHz => 48_000;

    public bool CanRecover { get; init; } = true;

    public int MeasureSamples(ReadOnlySpan<byte> payload) => payload.Length == 2 ? Frame : 0;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        pcm[..Frame].Fill(BinaryPrimitives.ReadInt16BigEndian(payload));
        return Frame;
    }

    public bool Recover(ReadOnlySpan<byte> nextPayload, Span<short> pcm)
    {
        if (CanRecover) pcm.Fill((short)(10_000 + BinaryPrimitives.ReadInt16BigEndian(nextPayload) - 1));
        return CanRecover;
    }

    public void Conceal(Span<short> pcm) => pcm.Fill(Concealed);

    public void Dispose()
    {
        // Nothing is held.
    }
}
