namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// The data channels of one peer (RFC 8831 and 8832) over an association of its own. Give it decrypted DTLS records
/// (<see cref="Receive"/>) and call <see cref="Tick"/> when <see cref="NextTick"/> has passed; its <see cref="IDataChannelHandler"/> gets
/// packets to send, channels and messages. Not thread-safe.
/// </summary>
public sealed class DataChannelConnection : IDisposable
{
    private static readonly byte[] EmptyMessage = [0];
    private static readonly byte[] Ack = [DataChannelOpen.AckMessageType];

    private readonly DataChannelOptions _options;
    private readonly IDataChannelHandler _handler;
    private readonly SctpAssociation _association;
    private readonly Dictionary<ushort, DataChannel> _channels = [];
    private readonly List<(DataChannel Channel, byte[] Open)> _waiting = []; // opened before the association was up

    /// <summary>A connection without channels, which waits for the peer to begin.</summary>
    /// <param name="options">Limits, and what the session description says.</param>
    /// <param name="clock">Tells time; never asked for timers.</param>
    /// <param name="handler">Gets packets, channels and messages.</param>
    public DataChannelConnection(DataChannelOptions options, TimeProvider clock, IDataChannelHandler handler)
    {
        _options = options;
        _handler = handler;
        _association = new SctpAssociation(options.Sctp, clock, new Events(this));
    }

    /// <summary>Whether the association is up.</summary>
    public bool IsConnected => _association.IsEstablished;

    /// <summary>Bytes of messages that are not acknowledged; what waits for a slow peer.</summary>
    public long BufferedBytes => _association.BufferedBytes;

    /// <summary>Longest message the peer takes, in bytes.</summary>
    public long PeerMaxMessageBytes => _options.PeerMaxMessageBytes == 0 ? _options.Sctp.SendBufferBytes : _options.PeerMaxMessageBytes;

    /// <summary>When <see cref="Tick"/> must be called at the latest, from now; null when nothing is waited for.</summary>
    public TimeSpan? NextTick => _association.NextTick;

    /// <summary>Begins the association, where the peer is not the one to do it.</summary>
    public void Connect() => _association.Connect();

    /// <summary>Takes one decrypted DTLS record.</summary>
    /// <param name="packet">Hostile as it may be.</param>
    public void Receive(ReadOnlySpan<byte> packet) => _association.Receive(packet);

    /// <summary>Does what time demands. May be called at any time.</summary>
    public void Tick() => _association.Tick();

    /// <summary>Opens a channel. Messages may be sent at once where the association is up.</summary>
    /// <param name="label">Its name, at most 65,535 bytes of UTF-8.</param>
    /// <param name="protocol">Its subprotocol, or empty.</param>
    /// <param name="ordered">Whether messages keep their order.</param>
    /// <param name="reliability">When messages are given up.</param>
    /// <exception cref="DataChannelException">The connection is over, or no number is free.</exception>
    public DataChannel Open(string label, string protocol = "", bool ordered = true, PartialReliability reliability = default)
    {
        if (_association.IsClosed) throw new DataChannelException(DataChannelError.NotOpen, "The connection is over.");
        var open = new DataChannelOpen { Label = label, Protocol = protocol, IsOrdered = ordered, Reliability = reliability };
        var channel = new DataChannel(FreeStream(), open);
        _channels.Add(channel.StreamId, channel);
        if (_association.IsEstablished) SendControl(channel, open.Write());
        else _waiting.Add((channel, open.Write()));
        return channel;
    }

    /// <summary>Sends a message whole: pieces are put together again at the peer.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="message">UTF-8 text or bytes; may be empty; copied.</param>
    /// <param name="isText">Which of both.</param>
    /// <exception cref="DataChannelException">It was not taken; the error says why.</exception>
    public void Send(DataChannel channel, ReadOnlySpan<byte> message, bool isText)
    {
        if (message.Length > PeerMaxMessageBytes)
        {
            throw new DataChannelException(
                DataChannelError.MessageTooLong, $"The message has {message.Length} bytes, and the peer takes {PeerMaxMessageBytes} at most (max-message-size of its session description).");
        }

        var state = channel.State;
        if (state is not (DataChannelState.Connecting or DataChannelState.Open) || !_channels.TryGetValue(channel.StreamId, out var own) || own != channel)
            throw new DataChannelException(DataChannelError.NotOpen, $"The data channel \"{channel.Label}\" is not open.");

        var protocol = (isText, message.IsEmpty) switch
        {
            (true, false) => PayloadProtocol.String,
            (true, true) => PayloadProtocol.StringEmpty,
            (false, false) => PayloadProtocol.Binary,
            (false, true) => PayloadProtocol.BinaryEmpty,
        };
        // Until the peer knows the channel nothing may overtake the message that opens it (RFC 8832, section 6).
        var unordered = !channel.IsOrdered && state == DataChannelState.Open;
        switch (_association.Send(channel.StreamId, (uint)protocol, message.IsEmpty ? EmptyMessage : message, unordered, channel.Reliability))
        {
            case SctpSendResult.BufferFull:
                throw new DataChannelException(DataChannelError.BufferFull, $"{_association.BufferedBytes} bytes wait for the peer already; send more once it has taken them.");
            case SctpSendResult.NotEstablished or SctpSendResult.InvalidStream:
                throw new DataChannelException(DataChannelError.NotOpen, $"The data channel \"{channel.Label}\" is not connected.");
        }
    }

    /// <summary>Closes a channel: what was sent arrives, then the stream is reset both ways.</summary>
    public void Close(DataChannel channel)
    {
        if (channel.State is DataChannelState.Closing or DataChannelState.Closed) return;
        channel.State = DataChannelState.Closing;
        _association.ResetStream(channel.StreamId);
    }

    /// <summary>Ends the connection once all that was sent has arrived.</summary>
    public void Shutdown() => _association.Shutdown();

    /// <summary>Ends the connection at once and tells the peer.</summary>
    /// <param name="detail">One sentence for the peer.</param>
    public void Abort(string detail = "") => _association.Abort(detail);

    /// <inheritdoc/>
    public void Dispose() => _association.Dispose();

    private ushort FreeStream()
    {
        var streams = _association.IsEstablished ? Math.Min(_association.OutboundStreams, _options.Sctp.Streams) : _options.Sctp.Streams;
        for (var stream = _options.IsDtlsClient ? 0 : 1; stream < streams; stream += 2)
        {
            if (!_channels.ContainsKey((ushort)stream)) return (ushort)stream;
        }

        throw new DataChannelException(DataChannelError.NotOpen, "No stream is free for another data channel.");
    }

    private void SendControl(DataChannel channel, ReadOnlySpan<byte> message) =>
        _association.Send(channel.StreamId, (uint)PayloadProtocol.Control, message);

    private void OnEstablished()
    {
        foreach (var (channel, open) in _waiting)
        {
            if (channel.State == DataChannelState.Connecting) SendControl(channel, open);
        }

        _waiting.Clear();
    }

    private void OnMessage(SctpMessage message)
    {
        _channels.TryGetValue(message.StreamId, out var channel);
        switch ((PayloadProtocol)message.Protocol)
        {
            case PayloadProtocol.Control:
                OnControl(message, channel);
                break;
            case PayloadProtocol.String or PayloadProtocol.Binary when channel is not null:
                _handler.Received(channel, message.Payload, (PayloadProtocol)message.Protocol == PayloadProtocol.String);
                break;
            case PayloadProtocol.StringEmpty or PayloadProtocol.BinaryEmpty when channel is not null:
                _handler.Received(channel, [], (PayloadProtocol)message.Protocol == PayloadProtocol.StringEmpty);
                break;
        }
    }

    private void OnControl(SctpMessage message, DataChannel? channel)
    {
        if (message.Payload[0] == DataChannelOpen.AckMessageType)
        {
            if (channel?.State != DataChannelState.Connecting) return;
            channel.State = DataChannelState.Open;
            _handler.Opened(channel);
            return;
        }

        if (!DataChannelOpen.TryRead(message.Payload, out var open) || channel is not null) return;
        if (_channels.Count >= _options.MaxChannels || open!.Label.Length > _options.MaxLabelLength || open.Protocol.Length > _options.MaxLabelLength)
        {
            _association.ResetStream(message.StreamId);
            return;
        }

        channel = new DataChannel(message.StreamId, open) { State = DataChannelState.Open };
        _channels.Add(message.StreamId, channel);
        SendControl(channel, Ack);
        _handler.Opened(channel);
    }

    private void OnResetByPeer(ReadOnlySpan<ushort> streams)
    {
        foreach (var stream in streams)
        {
            if (!_channels.TryGetValue(stream, out var channel) || channel.State == DataChannelState.Closed) continue;
            // RFC 8831, section 6.7: the other direction is reset too; the number is free once the peer has answered.
            _association.ResetStream(stream);
            channel.State = DataChannelState.Closed;
            _handler.Closed(channel);
        }
    }

    private void OnReset(ReadOnlySpan<ushort> streams)
    {
        foreach (var stream in streams)
        {
            if (!_channels.Remove(stream, out var channel) || channel.State == DataChannelState.Closed) continue;
            channel.State = DataChannelState.Closed;
            _handler.Closed(channel);
        }
    }

    private void OnClosed(SctpCloseReason reason, string detail)
    {
        foreach (var channel in _channels.Values) channel.State = DataChannelState.Closed;
        _channels.Clear();
        _handler.ConnectionClosed(reason, detail);
    }

    /// <summary>What the association tells, kept out of the public members.</summary>
    private sealed class Events(DataChannelConnection connection) : ISctpHandler
    {
        public void SendPacket(ReadOnlySpan<byte> packet) => connection._handler.SendPacket(packet);

        public void Established() => connection.OnEstablished();

        public void Received(SctpMessage message) => connection.OnMessage(message);

        public void StreamsResetByPeer(ReadOnlySpan<ushort> streamIds) => connection.OnResetByPeer(streamIds);

        public void StreamsReset(ReadOnlySpan<ushort> streamIds) => connection.OnReset(streamIds);

        public void Closed(SctpCloseReason reason, string detail) => connection.OnClosed(reason, detail);
    }
}
