using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>A peer on a UDP socket.</summary>
internal sealed class UdpLink : PeerLink
{
    private readonly Socket _socket;
    private IPEndPoint? _server;

    public UdpLink(IPAddress? address = null, Func<Action<byte[]>, RtcPeer>? make = null)
        : base(make)
    {
        address ??= IPAddress.Loopback;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(address, 0));
    }

    protected override void Connect(IReadOnlyList<(string Protocol, IPEndPoint Address)> candidates) =>
        _server = candidates.First(candidate => candidate.Protocol == "udp" && candidate.Address.AddressFamily == _socket.AddressFamily).Address;

    protected override void Disconnect() => _socket.Dispose();

    protected override void Send(byte[] datagram)
    {
        try
        {
            _socket.SendTo(datagram, _server!);
        }
        catch (SocketException)
        {
            // The endpoint is closed.
        }
    }

    protected override async Task ReceiveAsync()
    {
        var buffer = new byte[2048];
        while (!Stop.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _server!, Stop.Token);
                With(peer => peer.Receive(buffer[..received.ReceivedBytes]));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // Stopped, or the endpoint is closed.
            }
        }
    }
}
