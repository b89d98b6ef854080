using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// Numbers and stamps the packets of one outgoing stream. RTP time runs by the wall clock, so that a pause in sending is a pause at the
/// receiver. Not thread-safe; calls allocate nothing.
/// </summary>
public sealed class RtpSender
{
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly uint _firstTimestamp = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private ushort _sequenceNumber = (ushort)RandomNumberGenerator.GetInt32(1 << 15); // below 2^15, so that SRTP's rollover counter starts well
    private long _nextTicks = -1;
    private uint _packetCount;
    private uint _octetCount;

    /// <summary>A stream that has sent nothing.</summary>
    /// <param name="payloadType">0…127.</param>
    /// <param name="clockRateHz">Ticks a second: 48,000 for Opus, 8,000 for G.711.</param>
    /// <param name="clock">The wall clock.</param>
    public RtpSender(byte payloadType, int clockRateHz, TimeProvider clock)
    {
        PayloadType = payloadType;
        ClockRateHz = clockRateHz;
        _clock = clock;
        _origin = clock.GetTimestamp();
    }

    /// <summary>What the payloads are.</summary>
    public byte PayloadType { get; }

    /// <summary>Ticks a second of the timestamps.</summary>
    public int ClockRateHz { get; }

    /// <summary>The stream's source, drawn by chance.</summary>
    public uint Ssrc { get; } = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Packets sent.</summary>
    public uint PacketCount => _packetCount;

    private long NowTicks => (long)(_clock.GetElapsedTime(_origin).TotalSeconds * ClockRateHz);

    /// <summary>
    /// Writes the next packet's header. Packets that follow one another closely are stamped without a gap, whatever the timer's unrest;
    /// after a pause of two packets or more the stamp jumps to the wall clock and the marker is set.
    /// </summary>
    /// <param name="packet">Receives <see cref="RtpPacket.FixedHeaderLength"/> bytes; the payload follows them.</param>
    /// <param name="payloadLength">Bytes of payload.</param>
    /// <param name="durationTicks">Length of the payload's audio in ticks.</param>
    public void WriteHeader(Span<byte> packet, int payloadLength, int durationTicks)
    {
        var now = NowTicks;
        var spurt = _nextTicks < 0 || now - _nextTicks >= 2 * durationTicks;
        if (spurt) _nextTicks = now;

        RtpPacket.WriteHeader(packet, PayloadType, spurt, _sequenceNumber++, _firstTimestamp + (uint)_nextTicks, Ssrc);
        _nextTicks += durationTicks;
        _packetCount++;
        _octetCount += (uint)payloadLength;
    }

    /// <summary>What a sender report says now.</summary>
    public SenderInfo Report() => new(Ssrc, NtpTime.From(_clock.GetUtcNow()), _firstTimestamp + (uint)NowTicks, _packetCount, _octetCount);
}
