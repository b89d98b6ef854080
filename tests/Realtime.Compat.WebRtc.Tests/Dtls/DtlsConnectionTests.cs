using System.Text;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Srtp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Dtls;

public class DtlsConnectionTests
{
    [OpenSslTheory]
    [InlineData(DtlsContext.AllSrtpProfiles, (int)SrtpProfile.AeadAes128Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_80", (int)SrtpProfile.AesCm128HmacSha1Tag80)]
    public void Both_sides_get_the_same_keys_and_see_each_others_certificate(string clientProfiles, int profile)
    {
        using var server = new DtlsSide(DtlsRole.Server);
        using var client = new DtlsSide(DtlsRole.Client, clientProfiles);

        Connect(client, server);

        Assert.Equal((SrtpProfile)profile, server.Keys!.Profile);
        Assert.Equal(client.Keys!.Material, server.Keys.Material);
        Assert.True(client.Identity.Fingerprint.Matches(server.PeerCertificate));
        Assert.True(server.Identity.Fingerprint.Matches(client.PeerCertificate));
        Assert.False(server.Identity.Fingerprint.Matches(server.PeerCertificate));
    }

    [OpenSslFact]
    public void Data_go_both_ways_one_record_a_message()
    {
        using var server = new DtlsSide(DtlsRole.Server);
        using var client = new DtlsSide(DtlsRole.Client);
        Connect(client, server);

        client.Connection.Send("one"u8);
        client.Connection.Send(new byte[1100]);
        server.Connection.Send("three"u8);
        DtlsSide.Exchange(client, server);

        Assert.Equal([3, 1100], server.Data.Select(data => data.Length));
        Assert.Equal("three", Encoding.ASCII.GetString(Assert.Single(client.Data)));
    }

    [OpenSslFact]
    public void Datagrams_stay_below_what_every_path_carries()
    {
        using var server = new DtlsSide(DtlsRole.Server);
        using var client = new DtlsSide(DtlsRole.Client);
        client.Connection.Start();
        var lengths = new List<int>();
        while (client.Outgoing.Count + server.Outgoing.Count > 0)
        {
            lengths.AddRange(client.Outgoing.Concat(server.Outgoing).Select(datagram => datagram.Length));
            foreach (var datagram in Take(client))
                server.Connection.Receive(datagram);
            foreach (var datagram in Take(server))
                client.Connection.Receive(datagram);
        }

        Assert.NotNull(server.Keys);
        Assert.All(lengths, length => Assert.InRange(length, 14, DtlsConnection.LargestDatagram));
    }

    [OpenSslFact]
    public void A_peer_that_is_refused_is_never_listened_to()
    {
        using var server = new DtlsSide(DtlsRole.Server, accept: _ => false);
        using var client = new DtlsSide(DtlsRole.Client);
        Connect(client, server);

        client.Connection.Send("let me in"u8);
        DtlsSide.Exchange(client, server);

        Assert.Empty(server.Data);
    }

    [OpenSslFact]
    public void A_forged_record_too_short_to_be_encrypted_does_not_end_the_connection()
    {
        using var server = new DtlsSide(DtlsRole.Server);
        using var client = new DtlsSide(DtlsRole.Client);
        Connect(client, server);

        for (byte length = 0; length < 40; length++)
            server.Connection.Receive([23, 0xFE, 0xFD, 0, 1, 0, 1, 0, 0, 0, length, 0, length, .. new byte[length]]);
        client.Connection.Send("still here"u8);
        DtlsSide.Exchange(client, server);

        Assert.Null(server.ClosedByPeer);
        Assert.Equal("still here", Encoding.ASCII.GetString(Assert.Single(server.Data)));
    }

    [OpenSslFact]
    public void A_goodbye_is_told_from_a_failure()
    {
        using var server = new DtlsSide(DtlsRole.Server);
        using var client = new DtlsSide(DtlsRole.Client);
        Connect(client, server);

        client.Connection.Dispose();
        DtlsSide.Exchange(client, server);

        Assert.True(server.ClosedByPeer);
    }

    [OpenSslFact]
    public void A_peer_without_SRTP_is_of_no_use()
    {
        using var server = new DtlsSide(DtlsRole.Server, "SRTP_AEAD_AES_128_GCM");
        using var client = new DtlsSide(DtlsRole.Client, "SRTP_AES128_CM_SHA1_80");
        Connect(client, server);

        Assert.Null(server.Keys);
        Assert.False(server.ClosedByPeer);
    }

    [OpenSslFact]
    public async Task A_lost_flight_is_repeated()
    {
        using var server = new DtlsSide(DtlsRole.Server);
        using var client = new DtlsSide(DtlsRole.Client);
        client.Connection.Start();
        client.Outgoing.Clear();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var lostAnswers = 0;

        // OpenSSL keeps its own time, so this one test lives through real retransmissions: 200 ms and 400 ms.
        while ((server.Keys is null || client.Keys is null) && await beat.WaitForNextTickAsync(deadline.Token))
        {
            client.Connection.Tick();
            server.Connection.Tick();
            foreach (var datagram in Take(client))
                server.Connection.Receive(datagram);
            if (server.Outgoing.Count > 0 && lostAnswers++ == 0) server.Outgoing.Clear();
            foreach (var datagram in Take(server))
                client.Connection.Receive(datagram);
        }

        Assert.Equal(client.Keys!.Material, server.Keys!.Material);
    }

    [OpenSslFact]
    public void Survives_hostile_datagrams_before_and_after_the_handshake()
    {
        var flight = new List<byte[]>();
        using (var server = new DtlsSide(DtlsRole.Server))
        using (var client = new DtlsSide(DtlsRole.Client))
        {
            client.Connection.Start();
            flight.AddRange(client.Outgoing);
            Connect(client, server, start: false);
            client.Connection.Send("data"u8);
            flight.AddRange(client.Outgoing);
        }
        var victim = new DtlsSide(DtlsRole.Server);
        var inputs = 0;
        Mutations.Try(flight, input =>
        {
            // A fresh one now and then: a connection that failed hears nothing any more.
            if (inputs++ % 20 == 0)
            {
                victim.Dispose();
                victim = new DtlsSide(DtlsRole.Server);
            }
            if (DtlsConnection.IsDtls(input)) victim.Connection.Receive(input);
            Assert.Empty(victim.Data);
        });
        victim.Dispose();
    }

    private static void Connect(DtlsSide client, DtlsSide server, bool start = true)
    {
        if (start) client.Connection.Start();
        DtlsSide.Exchange(client, server);
    }

    private static byte[][] Take(DtlsSide side)
    {
        byte[][] datagrams = [.. side.Outgoing];
        side.Outgoing.Clear();
        return datagrams;
    }
}
