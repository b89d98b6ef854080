using System.Net.WebSockets;
using System.Threading.Channels;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>A WebSocket whose client takes a frame only when the test says so, and sends the same bytes without end.</summary>
internal sealed class HeldWebSocket : WebSocket
{
    private readonly SemaphoreSlim _taken = new(0);
    private readonly Channel<byte[]> _sending = Channel.CreateUnbounded<byte[]>();

    /// <summary>What a read gives, a whole message at a time.</summary>
    public byte[] Inbound { get; init; } = [];

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    /// <summary>Waits until the next frame is being sent.</summary>
    public Task<byte[]> SendingAsync() => _sending.Reader.ReadAsync().AsTask().WaitAsync(RealtimeApp.Patience);

    /// <summary>The client takes a frame.</summary>
    public void Take() => _taken.Release();

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        await _sending.Writer.WriteAsync(buffer.ToArray(), cancellationToken);
        await _taken.WaitAsync(cancellationToken);
    }

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Inbound.CopyTo(buffer);
        return new(new ValueWebSocketReceiveResult(Inbound.Length, WebSocketMessageType.Text, true));
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void Abort()
    {
    }

    public override void Dispose() => _taken.Dispose();
}
