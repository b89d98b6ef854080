namespace Realtime.Compat.WebRtc.Calls;

/// <summary>What an <see cref="EventChannel"/> tells its call, within the call's own methods and under its lock.</summary>
internal interface IEventChannelEvents
{
    /// <summary>A packet must go to the caller, as one DTLS record; valid during the call only.</summary>
    void SctpPacket(ReadOnlySpan<byte> packet);

    /// <summary>The caller opened the channel.</summary>
    void ChannelOpened();

    /// <summary>A message came; valid during the call only.</summary>
    void MessageReceived(ReadOnlySpan<byte> message);

    /// <summary>The channel is over.</summary>
    /// <param name="byPeer">Closed by the caller; false: it failed.</param>
    void ChannelClosed(bool byPeer);
}
