using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>A peer on a TCP connection, datagrams framed by RFC 4571.</summary>
internal sealed class TcpLink(Func<Action<byte[]>, RtcPeer>? make = null) : PeerLink(make)
{
    private readonly TcpClient _client = new();
    private NetworkStream? _stream;

    protected override void Connect(IReadOnlyList<(string Protocol, IPEndPoint Address)> candidates)
    {
        _client.Connect(candidates.First(candidate => candidate.Protocol == "tcp").Address);
        _stream = _client.GetStream();
    }

    protected override void Disconnect() => _client.Dispose();

    protected override void Send(byte[] datagram)
    {
        var frame = new byte[2 + datagram.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.Length);
        datagram.CopyTo(frame, 2);
        try
        {
            _stream?.Write(frame);
        }
        catch (IOException)
        {
            // The endpoint closed the connection.
        }
    }

    protected override async Task ReceiveAsync()
    {
        var length = new byte[2];
        try
        {
            while (true)
            {
                await _stream!.ReadExactlyAsync(length, Stop.Token);
                var datagram = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await _stream.ReadExactlyAsync(datagram, Stop.Token);
                With(peer => peer.Receive(datagram));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Stopped, or the endpoint closed the connection.
        }
    }
}
