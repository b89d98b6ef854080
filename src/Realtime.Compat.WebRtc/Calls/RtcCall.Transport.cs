using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Network;
using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Srtp;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>The call's way to and from the network.</summary>
internal sealed partial class RtcCall : IDtlsEvents, IEventChannelEvents
{
    /// <summary>Addresses of one caller that are remembered; the oldest is forgotten first.</summary>
    private const int MostPaths = 16;

    private const int LargestPacket = 1500;

    /// <summary>An authenticated check came: the path works, and the caller still wants the call.</summary>
    /// <param name="path">Where it came from.</param>
    /// <param name="nominated">Whether the caller chose this path. The last choice counts: that is also how a roaming caller moves.</param>
    public void Checked(INetworkPath path, bool nominated)
    {
        lock (_gate)
        {
            if (_end is not null)
            {
                path.Forget();
                return;
            }
            _lastCheck = _setup.Clock.GetTimestamp();
            if (!_paths.Contains(path)) Remember(path);
            if (nominated || _path is null) _path = path;
        }
    }

    /// <summary>Takes a datagram of one of the caller's paths that is not STUN. Anything may be in it; it is decrypted in place.</summary>
    public void Receive(Span<byte> datagram)
    {
        lock (_gate)
        {
            if (_end is not null) return;
            if (DtlsConnection.IsDtls(datagram))
            {
                // Made for the first one only: an offer whose caller never shows up costs no more than its text.
                _dtls ??= new DtlsConnection(_setup.Dtls, this);
                _dtls.Receive(datagram);
            }
            else if (datagram.Length > 1 && datagram[0] is >= 128 and <= 191 && _incoming is not null)
            {
                ReceiveMedia(datagram);
            }
            SayFarewell();
            Free();
        }
    }

    /// <inheritdoc/>
    void IDtlsEvents.DtlsDatagram(ReadOnlySpan<byte> datagram) => _path?.Send(datagram);

    /// <inheritdoc/>
    bool IDtlsEvents.DtlsConnected(ReadOnlySpan<byte> peerCertificateDer, SrtpKeyMaterial keys)
    {
        var right = false;
        foreach (var fingerprint in _setup.Offer.Fingerprints)
            right |= fingerprint.Matches(peerCertificateDer);
        if (!right)
        {
            End(RtcCloseReason.WrongFingerprint);
            return false;
        }
        // Codecs and channels are made for callers who showed who they are, not for every offer.
        _microphone = _setup.Offer.Audio is { } audio ? new AudioInput(audio, _setup.Clock, _handler) : null;
        _events = _setup.Offer.Data is { } data ? new EventChannel(data, _setup, this) : null;
        _incoming = new SrtpReceiver(keys.Derive(client: true));
        _outgoing = new SrtpSender(keys.Derive(client: false));
        IsConnected = true;
        _setup.Table.Counters.CountConnected();
        return true;
    }

    /// <inheritdoc/>
    void IDtlsEvents.DtlsData(ReadOnlySpan<byte> data)
    {
        if (_end is null) _events?.Receive(data);
    }

    /// <inheritdoc/>
    void IDtlsEvents.DtlsClosed(bool byPeer) => End(byPeer ? RtcCloseReason.PeerClosed : RtcCloseReason.TransportFailed);

    /// <inheritdoc/>
    void IEventChannelEvents.SctpPacket(ReadOnlySpan<byte> packet) => _dtls?.Send(packet);

    /// <inheritdoc/>
    void IEventChannelEvents.ChannelOpened() => _handler.Opened();

    /// <inheritdoc/>
    void IEventChannelEvents.MessageReceived(ReadOnlySpan<byte> message)
    {
        if (!IsOver) _handler.Event(message);
    }

    /// <inheritdoc/>
    void IEventChannelEvents.ChannelClosed(bool byPeer) => End(byPeer ? RtcCloseReason.PeerClosed : RtcCloseReason.TransportFailed);

    private void Remember(INetworkPath path)
    {
        if (_paths.Count == MostPaths)
        {
            var oldest = _paths.First(known => known != _path);
            _paths.Remove(oldest);
            oldest.Forget();
        }
        _paths.Add(path);
    }

    private void ReceiveMedia(Span<byte> datagram)
    {
        // RTP and RTCP share the port; RTCP's types are 192…223 (RFC 5761 section 4).
        var isRtcp = datagram[1] is >= 192 and <= 223;
        var length = isRtcp ? _incoming!.UnprotectRtcp(datagram) : _incoming!.UnprotectRtp(datagram);
        if (length < 0)
        {
            _setup.Table.Counters.CountRejected();
            return;
        }
        if (isRtcp) ReceiveReports(datagram[..length]);
        else if (!IsOver) _microphone?.Receive(datagram[..length]);
    }

    private void ReceiveReports(ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        while (reader.Read())
        {
            if (reader.TryReadSenderInfo(out var sender)) _microphone?.Report(sender);
            for (var i = 0; i < reader.Count && reader.TryReadReportBlock(i, out var block); i++)
                _playback.Adapt(block);
        }
    }

    private void SendAudio()
    {
        _microphone?.Tick();
        Span<byte> packet = stackalloc byte[LargestPacket];
        var length = _playback.Beat(packet, out var drained);
        if (length > 0) _path?.Send(packet[.._outgoing!.ProtectRtp(packet, length)]);
        if (drained) _handler.Drained();
        length = _playback.WriteReport(packet, _microphone);
        if (length > 0) _path?.Send(packet[.._outgoing!.ProtectRtcp(packet, length)]);
    }
}
