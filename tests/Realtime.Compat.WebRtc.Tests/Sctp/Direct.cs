using Realtime.Compat.WebRtc.Sctp;

namespace Realtime.Compat.WebRtc.Tests.Sctp;

/// <summary>An end whose packets wait in buffers of fixed size, so that nothing but the association can allocate.</summary>
internal sealed class Direct : ISctpHandler
{
    private readonly byte[][] _packets = Enumerable.Range(0, 64).Select(_ => new byte[1200]).ToArray();
    private readonly int[] _lengths = new int[64];
    private int _waiting;

    private Direct(TimeProvider clock) => Association = new SctpAssociation(new SctpOptions(), clock, this);

    public SctpAssociation Association { get; }

    public int Count { get; private set; }

    public static (Direct Client, Direct Server) Pair(TimeProvider clock)
    {
        var (client, server) = (new Direct(clock), new Direct(clock));
        client.Association.Connect();
        for (var i = 0; i < 4; i++) Exchange(client, server);
        Assert.True(client.Association.IsEstablished && server.Association.IsEstablished);
        return (client, server);
    }

    public static void Exchange(Direct client, Direct server)
    {
        client.Drain(server);
        server.Drain(client);
    }

    public void SendPacket(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(_packets[_waiting]);
        _lengths[_waiting++] = packet.Length;
    }

    public void Established()
    {
    }

    public void Received(SctpMessage message) => Count++;

    public void StreamsResetByPeer(ReadOnlySpan<ushort> streamIds)
    {
    }

    public void StreamsReset(ReadOnlySpan<ushort> streamIds)
    {
    }

    public void Closed(SctpCloseReason reason, string detail) => Assert.Fail(detail);

    private void Drain(Direct peer)
    {
        var waiting = _waiting;
        _waiting = 0;
        for (var i = 0; i < waiting; i++) peer.Association.Receive(_packets[i].AsSpan(0, _lengths[i]));
    }
}
