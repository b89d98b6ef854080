using Realtime.Compat.WebRtc.Srtp;

namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>What a <see cref="DtlsConnection"/> tells its owner, on the caller's thread and within the owner's call.</summary>
internal interface IDtlsEvents
{
    /// <summary>A datagram has to be sent; valid during the call only.</summary>
    void DtlsDatagram(ReadOnlySpan<byte> datagram);

    /// <summary>
    /// The handshake is done. Told before any application data, so that a false peer is never listened to.
    /// </summary>
    /// <param name="peerCertificateDer">The peer's certificate: to be compared with the fingerprint of its SDP, nothing else vouches for it.</param>
    /// <param name="keys">Keys for SRTP.</param>
    /// <returns>Whether the peer is the right one; if not, the connection is dead from here on.</returns>
    bool DtlsConnected(ReadOnlySpan<byte> peerCertificateDer, SrtpKeyMaterial keys);

    /// <summary>Application data came: one record, valid during the call only.</summary>
    void DtlsData(ReadOnlySpan<byte> data);

    /// <summary>The connection is over.</summary>
    /// <param name="byPeer">True: the peer said goodbye (close_notify); false: it failed.</param>
    void DtlsClosed(bool byPeer);
}
