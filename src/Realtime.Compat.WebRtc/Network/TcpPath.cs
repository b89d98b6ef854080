using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Realtime.Compat.WebRtc.Calls;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Network;

/// <summary>One TCP connection of a caller: datagrams, each after its length in two bytes (RFC 4571).</summary>
// CA1001: RunAsync frees what it holds.
#pragma warning disable CA1001
internal sealed class TcpPath : INetworkPath
#pragma warning restore CA1001
{
    private const int LargestDatagram = 2048;
    private const int MostWaiting = 256;
    private static readonly TimeSpan TimeForTheRest = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly IPEndPoint _remote;
    private readonly CallTable _calls;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _forgotten = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A caller that does not read loses datagrams, as it would over UDP.
    private readonly Channel<Frame> _outgoing = Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }, static frame => ArrayPool<byte>.Shared.Return(frame.Buffer));

    private RtcCall? _call;

    public TcpPath(Socket socket, CallTable calls)
    {
        (_socket, _calls) = (socket, calls);
        _remote = (IPEndPoint)socket.RemoteEndPoint!;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2 + datagram.Length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)datagram.Length);
        datagram.CopyTo(buffer.AsSpan(2));
        if (!_outgoing.Writer.TryWrite(new Frame(buffer, 2 + datagram.Length))) ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <inheritdoc/>
    public void Forget()
    {
        _outgoing.Writer.TryComplete();
        _forgotten.TrySetResult();
    }

    /// <summary>Reads and writes until either side closes, or until <see cref="Forget"/> and what waited was written.</summary>
    /// <param name="patience">Time in which a valid check has to come.</param>
    public async Task RunAsync(TimeSpan patience)
    {
        var (reading, writing) = (ReadAsync(patience), WriteAsync());
        await _forgotten.Task;
        await Task.WhenAny(writing, Task.Delay(TimeForTheRest));
        await _stop.CancelAsync();
        _socket.Dispose();
        await Task.WhenAll(reading, writing);
        _stop.Dispose();
    }

    private async Task ReadAsync(TimeSpan patience)
    {
        var buffer = new byte[2 + LargestDatagram];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(patience);
        try
        {
            while (await FillAsync(buffer.AsMemory(0, 2), deadline.Token))
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
                if (length is 0 or > LargestDatagram || !await FillAsync(buffer.AsMemory(2, length), deadline.Token)) return;
                if (!Dispatch(buffer.AsSpan(2, length))) return;
                if (_call is not null) deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed by the caller, or by this side.
        }
        finally
        {
            Forget();
        }
    }

    private async ValueTask<bool> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var length = await _socket.ReceiveAsync(buffer, cancellationToken);
            if (length == 0) return false;
            buffer = buffer[length..];
        }
        return true;
    }

    /// <returns>False when the connection is of no use: it does not begin with a valid check.</returns>
    private bool Dispatch(Span<byte> datagram)
    {
        if (!StunMessage.IsStun(datagram))
        {
            _call?.Receive(datagram);
            return _call is not null;
        }
        Span<byte> response = stackalloc byte[IceLiteAgent.LongestResponse];
        if (_calls.Answer(datagram, _remote, response, out var length, out var check) is not { } call || (_call is not null && _call != call))
            return _call is not null;
        _call = call;
        Send(response[..length]);
        if (check != IceCheck.Refused) call.Checked(this, nominated: check == IceCheck.Nominated);
        return true;
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync())
            {
                try
                {
                    for (var sent = 0; sent < frame.Length;)
                        sent += await _socket.SendAsync(frame.Buffer.AsMemory(sent, frame.Length - sent), _stop.Token);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(frame.Buffer);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Forget();
        }
    }

    private readonly record struct Frame(byte[] Buffer, int Length);
}
