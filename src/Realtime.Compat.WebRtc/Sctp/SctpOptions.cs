namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Sizes and times of an association. The defaults suit a data channel over DTLS (RFC 8261, RFC 8831).</summary>
public sealed record SctpOptions
{
    /// <summary>Both ports; the session description's <c>sctp-port</c>.</summary>
    public ushort Port { get; init; } = 5000;

    /// <summary>Longest packet, in bytes; with DTLS around it, it should fit 1,200. A multiple of four.</summary>
    public int MaxPacketBytes { get; init; } = 1148;

    /// <summary>Streams each way. Browsers use ids up to 1,023.</summary>
    public ushort Streams { get; init; } = 1024;

    /// <summary>Longest message that is taken; a peer that sends a longer one is told so and the association ends.</summary>
    public int MaxReceivedMessageBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of messages that may wait for lost parts: the receiver window. Raised to the longest message when that is more.</summary>
    public int ReceiveBufferBytes { get; init; } = 1 << 20;

    /// <summary>Bytes that may wait to be acknowledged; a message that exceeds it is not taken.</summary>
    public int SendBufferBytes { get; init; } = 8 << 20;

    /// <summary>Retransmission time-out before the first measurement. RFC 9260 has 1 s, meant for any path; browsers take 0.5 s.</summary>
    public TimeSpan RtoInitial { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Shortest retransmission time-out; above a peer's delay of acknowledgements, which is up to 200 ms.</summary>
    public TimeSpan RtoMin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest retransmission time-out.</summary>
    public TimeSpan RtoMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an acknowledgement may wait for a second packet.</summary>
    public TimeSpan SackDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Time without traffic after which the peer is probed.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time-outs in a row after which the peer counts as gone.</summary>
    public int MaxRetransmissions { get; init; } = 10;

    /// <summary>How long the peer may take between INIT ACK and COOKIE ECHO.</summary>
    public TimeSpan CookieLifetime { get; init; } = TimeSpan.FromSeconds(60);
}
