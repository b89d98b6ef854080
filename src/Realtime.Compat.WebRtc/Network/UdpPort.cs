using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Realtime.Compat.WebRtc.Calls;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Network;

/// <summary>
/// One UDP socket for all calls. A datagram belongs to the call whose authenticated check came from its source address before; from any
/// other address only STUN is listened to.
/// </summary>
internal sealed class UdpPort : IDisposable
{
    private const int LargestDatagram = 2048;
    private const int BufferBytes = 1 << 20;

    private readonly Socket _socket;
    private readonly CallTable _calls;
    private readonly ConcurrentDictionary<SocketAddress, UdpPath> _paths = new();
    private readonly Thread _thread;
    private volatile bool _stopped;

    /// <summary>Binds the socket; datagrams wait until <see cref="Start"/>.</summary>
    /// <param name="address">A real one of this machine.</param>
    /// <param name="port">0 for any.</param>
    /// <param name="calls">To whom datagrams belong.</param>
    /// <exception cref="SocketException">The address is not of this machine, or the port is taken.</exception>
    public UdpPort(IPAddress address, int port, CallTable calls)
    {
        _calls = calls;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = BufferBytes, SendBufferSize = BufferBytes };
        try
        {
            // SIO_UDP_CONNRESET off: an ICMP error about one caller must not fail the next receive.
            if (OperatingSystem.IsWindows()) _socket.IOControl(-1744830452, [0], null);
            if (address.AddressFamily == AddressFamily.InterNetworkV6) _socket.DualMode = false;
            _socket.Bind(new IPEndPoint(address, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _thread = new Thread(Receive) { IsBackground = true, Name = $"rtc {LocalEndPoint}" };
    }

    /// <summary>Where it is bound.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Addresses that belong to a call.</summary>
    public int PathCount => _paths.Count;

    /// <summary>Begins to receive, until disposed.</summary>
    public void Start() => _thread.Start();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped = true;
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _socket.Dispose();
            return;
        }
        Wake();
        _thread.Join();
        _socket.Dispose();
    }

    /// <summary>
    /// A thread of its own that blocks in the socket: a datagram then costs one wake-up instead of several by way of the pool, whose threads
    /// spin before they sleep; with few calls that is felt (Realtime.Compat.Calls.Bench).
    /// </summary>
    private void Receive()
    {
        var buffer = GC.AllocateArray<byte>(LargestDatagram, pinned: true);
        var from = new SocketAddress(_socket.AddressFamily);
        while (!_stopped)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                if (!_stopped) Dispatch(buffer.AsSpan(0, length), from);
            }
            catch (SocketException)
            {
                // What one datagram could not do, does not concern the next.
            }
            catch (Exception exception)
            {
                _calls.Report(exception);
            }
        }
    }

    /// <summary>Makes the thread look whether it shall stop.</summary>
    private void Wake()
    {
        using var waker = new Socket(_socket.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        waker.SendTo([0], LocalEndPoint);
    }

    private void Dispatch(Span<byte> datagram, SocketAddress from)
    {
        if (StunMessage.IsStun(datagram)) Check(datagram, from);
        else if (_paths.TryGetValue(from, out var path)) path.Call.Receive(datagram);
        else _calls.Counters.CountStray();
    }

    private void Check(ReadOnlySpan<byte> datagram, SocketAddress from)
    {
        Span<byte> response = stackalloc byte[IceLiteAgent.LongestResponse];
        var seen = (IPEndPoint)LocalEndPoint.Create(from);
        if (_calls.Answer(datagram, seen, response, out var length, out var check) is not { } call) return;
        if (!_paths.TryGetValue(from, out var path) || path.Call != call) path = new UdpPath(this, Copy(from), call);
        path.Send(response[..length]);
        if (check == IceCheck.Refused) return;
        path.Remember();
        call.Checked(path, nominated: check == IceCheck.Nominated);
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer[..address.Size].CopyTo(copy.Buffer);
        return copy;
    }

    private sealed class UdpPath(UdpPort port, SocketAddress address, RtcCall call) : INetworkPath
    {
        public RtcCall Call => call;

        public void Send(ReadOnlySpan<byte> datagram)
        {
            try
            {
                port._socket.SendTo(datagram, SocketFlags.None, address);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Lost, like any datagram may be.
            }
        }

        public void Remember() => port._paths[address] = this;

        public void Forget() => port._paths.TryRemove(new KeyValuePair<SocketAddress, UdpPath>(address, this));
    }
}
