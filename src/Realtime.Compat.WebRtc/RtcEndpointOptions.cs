using System.Net;

namespace Realtime.Compat.WebRtc;

/// <summary>Where an endpoint listens and what it allows.</summary>
public sealed record RtcEndpointOptions
{
    /// <summary>
    /// Local addresses to listen on, one socket each, IPv4 and IPv6. Empty: every address of the machine but link-local ones, loopback
    /// last. A wildcard address (<c>0.0.0.0</c>, <c>::</c>) stands for all addresses of its family.
    /// </summary>
    public IReadOnlyList<IPAddress> Listen { get; init; } = [];

    /// <summary>
    /// Addresses that callers reach this machine by, put into answers instead of the local ones: the public address behind NAT 1:1, the
    /// host's address in front of a container. Empty: the local ones.
    /// </summary>
    public IReadOnlyList<IPAddress> Announce { get; init; } = [];

    /// <summary>UDP port of all calls, on every address; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Port that answers name instead of <see cref="Port"/>, where a NAT or container maps it to another; 0 for the same.</summary>
    public int AnnouncePort { get; init; }

    /// <summary>Whether callers may also connect by TCP on the same port number (RFC 6544 passive), for networks that block UDP.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Most calls at one time.</summary>
    public int MaxCalls { get; init; } = 200;

    /// <summary>Most calls at one time whose caller has not connected yet.</summary>
    public int MaxHalfOpenCalls { get; init; } = 50;

    /// <summary>Time from the answer within which the caller must be connected.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time without an authenticated connectivity check of a connected caller (RFC 7675 allows up to 30 s).</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Bytes queued for a caller from which <see cref="IRtcCall.SendEvent"/> waits.</summary>
    public int EventRoomBytes { get; init; } = 1 << 20;

    /// <summary>Longest message that a caller may send over the event channel, announced in the answer.</summary>
    public int MaxReceivedEventBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of audio and events that may wait for a slow handler before its call is given up.</summary>
    public int HandlerRoomBytes { get; init; } = 8 << 20;

    /// <summary>Bit rate of Opus, bit/s, 6,000…128,000.</summary>
    public int OpusBitsPerSecond { get; init; } = 32_000;

    /// <summary>Computational effort of the Opus encoder, 0…10.</summary>
    public int OpusComplexity { get; init; } = 5;

    /// <summary>
    /// Hears of exceptions that nobody else would see: a handler's, which ends its call, and the endpoint's own. For the log; may be called
    /// by several threads at once.
    /// </summary>
    public Action<Exception>? OnFault { get; init; }
}
