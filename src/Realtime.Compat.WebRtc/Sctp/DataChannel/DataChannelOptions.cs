namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>What the session description says about data channels, and what this side allows.</summary>
public sealed record DataChannelOptions
{
    /// <summary>The association underneath; <see cref="SctpOptions.MaxReceivedMessageBytes"/> is what to announce as <c>max-message-size</c>.</summary>
    public SctpOptions Sctp { get; init; } = new();

    /// <summary>The peer's <c>max-message-size</c> (RFC 8841, section 6): 65,536 where it names none, 0 for any.</summary>
    public long PeerMaxMessageBytes { get; init; } = 65_536;

    /// <summary>Whether this side was the DTLS client, which opens channels with even numbers (RFC 8832, section 6).</summary>
    public bool IsDtlsClient { get; init; }

    /// <summary>Most channels at one time; more are closed as they are opened.</summary>
    public int MaxChannels { get; init; } = 32;

    /// <summary>Longest label or subprotocol taken, in characters.</summary>
    public int MaxLabelLength { get; init; } = 1024;
}
