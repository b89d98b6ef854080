using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Srtp;

namespace Realtime.Compat.WebRtc.Tests.Dtls;

/// <summary>One end of a handshake in memory: keeps what it was told, queues what it wants to send.</summary>
internal sealed class DtlsSide : IDtlsEvents, IDisposable
{
    private readonly DtlsContext _context;

    public DtlsSide(DtlsRole role, string profiles = DtlsContext.AllSrtpProfiles, Func<byte[], bool>? accept = null)
    {
        Identity = DtlsIdentity.Create();
        _context = new DtlsContext(Identity, role, profiles);
        Accept = accept ?? (_ => true);
        Connection = new DtlsConnection(_context, this);
    }

    public DtlsIdentity Identity { get; }

    public DtlsConnection Connection { get; }

    public Func<byte[], bool> Accept { get; }

    public Queue<byte[]> Outgoing { get; } = new();

    public List<byte[]> Data { get; } = [];

    public SrtpKeyMaterial? Keys { get; private set; }

    public byte[]? PeerCertificate { get; private set; }

    public bool? ClosedByPeer { get; private set; }

    public void DtlsDatagram(ReadOnlySpan<byte> datagram) => Outgoing.Enqueue(datagram.ToArray());

    public bool DtlsConnected(ReadOnlySpan<byte> peerCertificateDer, SrtpKeyMaterial keys)
    {
        (PeerCertificate, Keys) = (peerCertificateDer.ToArray(), keys);
        return Accept(PeerCertificate);
    }

    public void DtlsData(ReadOnlySpan<byte> data) => Data.Add(data.ToArray());

    public void DtlsClosed(bool byPeer) => ClosedByPeer = byPeer;

    /// <summary>Carries datagrams to and fro until neither side has any.</summary>
    public static void Exchange(DtlsSide one, DtlsSide other)
    {
        while (one.Outgoing.Count + other.Outgoing.Count > 0)
        {
            while (one.Outgoing.TryDequeue(out var datagram))
                other.Connection.Receive(datagram);
            while (other.Outgoing.TryDequeue(out var datagram))
                one.Connection.Receive(datagram);
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _context.Dispose();
    }
}
