using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>Puts a client's messages together from their frames, in one pooled buffer. Allocates nothing per message.</summary>
internal sealed class WebSocketInbox(WebSocket socket, int maxMessageBytes) : IDisposable
{
    /// <summary>Holds an append of 100 ms of PCM16; what a longer message needed goes back to the pool after it.</summary>
    private const int UsualBytes = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBytes);

    /// <summary>Reads the next message.</summary>
    /// <param name="cancellationToken">Aborts the WebSocket.</param>
    /// <exception cref="OperationCanceledException">It was aborted.</exception>
    /// <exception cref="WebSocketException">The connection is lost, or the client broke the WebSocket protocol.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<InboundMessage> ReadAsync(CancellationToken cancellationToken)
    {
        Shrink();
        var length = 0;
        var kind = InboundKind.Text;
        while (true)
        {
            if (length == _buffer.Length)
                Grow(length);
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (received.MessageType is WebSocketMessageType.Close)
                return new InboundMessage(InboundKind.Close, default);

            length += received.Count;
            if (received.MessageType is WebSocketMessageType.Binary)
                kind = InboundKind.Binary;
            else if (length > maxMessageBytes)
                kind = InboundKind.TooLarge;

            // What will not be read is overwritten by what follows it.
            if (kind is not InboundKind.Text)
                length = 0;
            if (received.EndOfMessage)
                return new InboundMessage(kind, _buffer.AsMemory(0, length));
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        _buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Shrink()
    {
        if (_buffer.Length <= UsualBytes)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(UsualBytes);
    }
}
