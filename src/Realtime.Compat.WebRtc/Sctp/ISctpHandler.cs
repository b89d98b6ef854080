namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>What an association tells its owner. Called within the association's own methods, by the thread that runs them.</summary>
public interface ISctpHandler
{
    /// <summary>A packet must go to the peer, as one DTLS record.</summary>
    /// <param name="packet">Valid until the method returns.</param>
    void SendPacket(ReadOnlySpan<byte> packet);

    /// <summary>Messages may be sent from now on. At most once.</summary>
    void Established();

    /// <summary>A whole message came.</summary>
    void Received(SctpMessage message);

    /// <summary>The peer will send nothing more in these streams until they are used anew (RFC 6525).</summary>
    void StreamsResetByPeer(ReadOnlySpan<ushort> streamIds);

    /// <summary>The peer knows that this side's streams ended; they may be used anew.</summary>
    void StreamsReset(ReadOnlySpan<ushort> streamIds);

    /// <summary>The association is over. Exactly once, and nothing comes after it.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">One sentence.</param>
    void Closed(SctpCloseReason reason, string detail);
}
