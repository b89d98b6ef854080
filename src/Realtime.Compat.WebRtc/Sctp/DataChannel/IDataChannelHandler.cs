namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>What the channels of a connection tell their owner. Called within the connection's own methods, by the thread that runs them.</summary>
public interface IDataChannelHandler
{
    /// <summary>A packet must go to the peer, as one DTLS record.</summary>
    /// <param name="packet">Valid until the method returns.</param>
    void SendPacket(ReadOnlySpan<byte> packet);

    /// <summary>A channel is open: the peer opened it, or answered one of this side's.</summary>
    void Opened(DataChannel channel);

    /// <summary>A message came.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="message">Its bytes, hostile until parsed; may be empty; valid until the method returns.</param>
    /// <param name="isText">Whether the peer sent it as text (UTF-8, not checked here) or as bytes.</param>
    void Received(DataChannel channel, ReadOnlySpan<byte> message, bool isText);

    /// <summary>A channel is over while the connection goes on. Not told when the connection ends.</summary>
    void Closed(DataChannel channel);

    /// <summary>The connection is over and all channels with it. Exactly once, and nothing comes after it.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">One sentence.</param>
    void ConnectionClosed(SctpCloseReason reason, string detail);
}
