using Realtime.Compat.WebRtc.Sctp;

namespace Realtime.Compat.WebRtc.Tests.Sctp;

/// <summary>One end of an association on a <see cref="LossyPath"/>, which notes all that it is told.</summary>
internal sealed class SctpEnd : ISctpHandler
{
    private readonly LossyPath _path;

    public SctpEnd(LossyPath path, SctpOptions? options = null)
    {
        _path = path;
        Association = new SctpAssociation(options ?? new SctpOptions(), path.Clock, this);
        path.Attach(() => Association.NextTick, Association.Tick);
    }

    public SctpAssociation Association { get; }

    public SctpEnd? Peer { get; set; }

    public int Establishments { get; private set; }

    public List<(ushort Stream, uint Protocol, byte[] Payload)> Messages { get; } = [];

    public List<ushort> ResetByPeer { get; } = [];

    public List<ushort> Reset { get; } = [];

    public (SctpCloseReason Reason, string Detail)? End { get; private set; }

    /// <summary>Two ends with a path between; the first has sent its INIT where asked.</summary>
    public static (SctpEnd Client, SctpEnd Server) Pair(LossyPath path, bool connect = true, SctpOptions? options = null)
    {
        var (client, server) = (new SctpEnd(path, options), new SctpEnd(path, options));
        (client.Peer, server.Peer) = (server, client);
        if (!connect) return (client, server);

        client.Association.Connect();
        Assert.True(path.Run(TimeSpan.FromMinutes(1), () => client.Association.IsEstablished && server.Association.IsEstablished), "The association did not come up.");
        return (client, server);
    }

    public void SendPacket(ReadOnlySpan<byte> packet)
    {
        Assert.InRange(packet.Length, 16, 1148);
        _path.Send(packet, bytes => Peer!.Association.Receive(bytes));
    }

    public void Established() => Establishments++;

    public void Received(SctpMessage message) => Messages.Add((message.StreamId, message.Protocol, message.Payload.ToArray()));

    public void StreamsResetByPeer(ReadOnlySpan<ushort> streamIds) => ResetByPeer.AddRange(streamIds);

    public void StreamsReset(ReadOnlySpan<ushort> streamIds) => Reset.AddRange(streamIds);

    public void Closed(SctpCloseReason reason, string detail)
    {
        Assert.Null(End);
        End = (reason, detail);
    }
}
