using Realtime.Compat.WebRtc.Sctp;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>
/// The first data channel that the caller opens, and the messages that wait for room in it. Further channels are left open and not heard.
/// Under the call's lock.
/// </summary>
internal sealed class EventChannel : IDataChannelHandler, IDisposable
{
    private readonly IEventChannelEvents _events;
    private readonly DataChannelConnection _connection;
    private readonly int _roomBytes;
    private readonly Queue<WaitingEvent> _waiting = new();
    private DataChannel? _channel;
    private long _waitingBytes;
    private bool _over;

    public EventChannel(SdpData data, CallSetup setup, IEventChannelEvents events)
    {
        _events = events;
        _roomBytes = setup.Options.EventRoomBytes;
        _connection = new DataChannelConnection(
            new DataChannelOptions
            {
                PeerMaxMessageBytes = data.MaxMessageSize,
                Sctp = new SctpOptions
                {
                    Port = (ushort)data.Port,
                    MaxReceivedMessageBytes = setup.Options.MaxReceivedEventBytes,
                    // Messages are taken while no more than the room is used, so one of any size always fits.
                    SendBufferBytes = _roomBytes + data.MaxMessageSize + (64 << 10),
                },
            },
            setup.Clock,
            this);
    }

    /// <summary>Whether messages can be sent.</summary>
    public bool IsOpen => _channel is { State: DataChannelState.Open };

    /// <summary>Bytes of messages that the caller has not acknowledged, those that wait for room among them.</summary>
    public long BufferedBytes => _connection.BufferedBytes + _waitingBytes;

    /// <summary>Takes a decrypted DTLS record.</summary>
    public void Receive(ReadOnlySpan<byte> packet)
    {
        _connection.Receive(packet);
        SendWaiting();
    }

    /// <summary>Does what time demands.</summary>
    public void Tick()
    {
        _connection.Tick();
        SendWaiting();
    }

    /// <summary>Sends a message now, or once there is room and those before it are sent.</summary>
    public ValueTask Send(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0 && _connection.BufferedBytes <= _roomBytes)
        {
            Send(message.Span);
            return ValueTask.CompletedTask;
        }
        var waiting = new WaitingEvent(message, cancellationToken);
        _waiting.Enqueue(waiting);
        _waitingBytes += message.Length;
        return new ValueTask(waiting.Sent);
    }

    /// <summary>Ends the association and tells the caller; those who wait are let go.</summary>
    public void Dispose()
    {
        if (_over) return;
        _over = true;
        _connection.Abort("The call is over.");
        _connection.Dispose();
        while (_waiting.TryDequeue(out var waiting))
        {
            if (waiting.TryTake()) waiting.Finish();
        }
        _waitingBytes = 0;
    }

    /// <inheritdoc/>
    void IDataChannelHandler.SendPacket(ReadOnlySpan<byte> packet) => _events.SctpPacket(packet);

    /// <inheritdoc/>
    void IDataChannelHandler.Opened(DataChannel channel)
    {
        if (_channel is not null) return;
        _channel = channel;
        _events.ChannelOpened();
    }

    /// <inheritdoc/>
    void IDataChannelHandler.Received(DataChannel channel, ReadOnlySpan<byte> message, bool isText)
    {
        if (channel == _channel) _events.MessageReceived(message);
    }

    /// <inheritdoc/>
    void IDataChannelHandler.Closed(DataChannel channel)
    {
        if (channel == _channel && !_over) _events.ChannelClosed(byPeer: true);
    }

    /// <inheritdoc/>
    void IDataChannelHandler.ConnectionClosed(SctpCloseReason reason, string detail)
    {
        if (!_over) _events.ChannelClosed(byPeer: reason is SctpCloseReason.Shutdown or SctpCloseReason.AbortedByPeer);
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        try
        {
            _connection.Send(_channel!, message, isText: true);
        }
        catch (DataChannelException exception) when (exception.Error == DataChannelError.NotOpen)
        {
            // The caller is about to leave; that the call is over will be told.
        }
    }

    private void SendWaiting()
    {
        while (IsOpen && !_over && _connection.BufferedBytes <= _roomBytes && _waiting.TryDequeue(out var next))
        {
            _waitingBytes -= next.Message.Length;
            if (!next.TryTake()) continue;
            Send(next.Message.Span);
            next.Finish();
        }
    }
}
