using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Realtime.Compat.WebRtc.Srtp;

namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>
/// One DTLS 1.2 connection (RFC 6347) by OpenSSL, sans-I/O: datagrams in by <see cref="Receive"/>, out by <see cref="IDtlsEvents"/>. Not
/// thread-safe: its owner's lock guards it. Events may call <see cref="Send"/> and <see cref="Dispose"/> from within.
/// </summary>
internal sealed unsafe class DtlsConnection : IDisposable
{
    /// <summary>Most bytes of a datagram: what passes every path of the internet with IPv6 and TURN around it (RFC 8831 section 5).</summary>
    public const int LargestDatagram = 1200;

    private const int RecordHeader = 13;
    private const int LargestRecord = 1500;

    /// <summary>Explicit nonce and tag of AES-GCM (RFC 5288).</summary>
    private const int SmallestEncryptedBody = 8 + 16;
    private const uint FirstTimeoutUs = 200_000;
    private const uint LongestTimeoutUs = 3_200_000;

    private readonly IDtlsEvents _events;
    private nint _ssl;
    private nint _incoming;
    private nint _outgoing;
    private bool _connected;
    private bool _closed;
    private bool _disposed;
    private int _depth;

    /// <summary>Makes a connection. A client's first flight is sent by <see cref="Start"/>; a server waits.</summary>
    public DtlsConnection(DtlsContext context, IDtlsEvents events)
    {
        _events = events;
        OpenSsl.ERR_clear_error();
        _ssl = OpenSsl.SSL_new(context.Handle);
        if (_ssl == 0) throw new InvalidOperationException($"OpenSSL makes no connection: {OpenSsl.TakeError()}.");
        _incoming = OpenSsl.BIO_new(OpenSsl.BIO_s_mem());
        _outgoing = OpenSsl.BIO_new(OpenSsl.BIO_s_mem());
        OpenSsl.SSL_set_bio(_ssl, _incoming, _outgoing);
        OpenSsl.SSL_ctrl(_ssl, OpenSsl.CtrlSetMtu, new CLong(LargestDatagram), 0);
        OpenSsl.DTLS_set_timer_cb(_ssl, &NextTimeout);
        if (context.Role == DtlsRole.Server) OpenSsl.SSL_set_accept_state(_ssl);
        else OpenSsl.SSL_set_connect_state(_ssl);
    }

    /// <summary>Whether a datagram is DTLS, by its first byte (RFC 7983 section 7).</summary>
    public static bool IsDtls(ReadOnlySpan<byte> datagram) => datagram.Length > RecordHeader && datagram[0] is >= 20 and <= 63;

    /// <summary>Sends a client's first flight.</summary>
    public void Start() => Work();

    /// <summary>Takes one datagram of the peer. Anything may be in it.</summary>
    public void Receive(ReadOnlySpan<byte> datagram)
    {
        if (_ssl == 0 || _closed || HasImpossibleRecord(datagram)) return;
        // One at a time, each read to its end: a memory BIO does not know where a datagram ends.
        fixed (byte* bytes = datagram)
            _ = OpenSsl.BIO_write(_incoming, bytes, datagram.Length);
        Work();
    }

    /// <summary>Sends application data as one record.</summary>
    /// <param name="data">So short that the record fits into a datagram.</param>
    public void Send(ReadOnlySpan<byte> data)
    {
        if (_ssl == 0 || _closed || !_connected) return;
        OpenSsl.ERR_clear_error();
        fixed (byte* bytes = data)
            _ = OpenSsl.SSL_write(_ssl, bytes, data.Length);
        Flush();
    }

    /// <summary>Repeats a flight of the handshake that was not answered in time. To be called some ten times a second.</summary>
    public void Tick()
    {
        if (_ssl == 0 || _closed || _connected) return;
        OpenSsl.ERR_clear_error();
        var result = (int)OpenSsl.SSL_ctrl(_ssl, OpenSsl.DtlsCtrlHandleTimeout, new CLong(0), 0).Value;
        Flush();
        if (result < 0) Close(byPeer: false);
    }

    /// <summary>Says goodbye to the peer, if connected, and frees everything. No event follows but the last datagram.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _closed = true;
        if (_depth == 0) Free();
    }

    /// <summary>
    /// Whether a record claims to be encrypted and is too short for it. OpenSSL 3.0 takes that for an error of its own and ends the
    /// connection, so that a stranger's forged datagram could end a call; any other forgery it drops.
    /// </summary>
    private static bool HasImpossibleRecord(ReadOnlySpan<byte> datagram)
    {
        for (var rest = datagram; rest.Length >= RecordHeader;)
        {
            var epoch = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            var body = BinaryPrimitives.ReadUInt16BigEndian(rest[11..]);
            if (epoch > 0 && body < SmallestEncryptedBody) return true;
            if (body > rest.Length - RecordHeader) break;
            rest = rest[(RecordHeader + body)..];
        }
        return false;
    }

    private void Work()
    {
        if (_ssl == 0 || _closed) return;
        _depth++;
        try
        {
            OpenSsl.ERR_clear_error();
            if (!_connected) Handshake();
            if (_connected) Read();
            Flush();
        }
        finally
        {
            _depth--;
            if (_disposed && _depth == 0) Free();
        }
    }

    private void Handshake()
    {
        var result = OpenSsl.SSL_do_handshake(_ssl);
        if (result == 1)
        {
            // The last flight first: what the owner does next (SCTP) must not overtake it.
            _connected = true;
            Flush();
            Announce();
        }
        else if (OpenSsl.SSL_get_error(_ssl, result) is not (OpenSsl.ErrorWantRead or OpenSsl.ErrorWantWrite))
        {
            OpenSsl.ERR_clear_error();
            Flush();
            Close(byPeer: false);
        }
    }

    private void Read()
    {
        // A record's plain text is shorter than the datagram it came in.
        var buffer = stackalloc byte[2048];
        while (!_closed)
        {
            OpenSsl.ERR_clear_error();
            var length = OpenSsl.SSL_read(_ssl, buffer, 2048);
            if (length > 0)
            {
                _events.DtlsData(new ReadOnlySpan<byte>(buffer, length));
                continue;
            }
            var error = OpenSsl.SSL_get_error(_ssl, length);
            if (error == OpenSsl.ErrorZeroReturn) Close(byPeer: true);
            else if (error is not (OpenSsl.ErrorWantRead or OpenSsl.ErrorWantWrite)) Close(byPeer: false);
            OpenSsl.ERR_clear_error();
            return;
        }
    }

    private void Announce()
    {
        var profile = OpenSsl.SSL_get_selected_srtp_profile(_ssl);
        // struct { const char *name; unsigned long id; }
        if (profile == 0 || !SrtpProfiles.TryGet((ushort)Marshal.ReadInt32(profile, nint.Size), out var srtp))
        {
            Close(byPeer: false);
            return;
        }
        var material = new byte[2 * (srtp.KeyLength() + srtp.SaltLength())];
        var label = "EXTRACTOR-dtls_srtp"u8;
        if (OpenSsl.SSL_export_keying_material(_ssl, material, (nuint)material.Length, label, (nuint)label.Length, 0, 0, 0) != 1
            || PeerCertificate() is not { Length: > 0 } certificate)
        {
            Close(byPeer: false);
            return;
        }
        if (!_events.DtlsConnected(certificate, new SrtpKeyMaterial(srtp, material))) _closed = true;
    }

    private byte[] PeerCertificate()
    {
        var certificate = OpenSsl.SSL_get1_peer_certificate(_ssl);
        if (certificate == 0) return [];
        var der = new byte[Math.Max(OpenSsl.i2d_X509(certificate, null), 0)];
        fixed (byte* start = der)
        {
            var at = start;
            if (der.Length > 0) _ = OpenSsl.i2d_X509(certificate, &at);
        }
        OpenSsl.X509_free(certificate);
        return der;
    }

    /// <summary>
    /// Hands out what OpenSSL wrote. Its memory BIO glues records together: they are cut at their headers and packed into datagrams.
    /// </summary>
    private void Flush()
    {
        var datagram = stackalloc byte[LargestDatagram + LargestRecord];
        var length = 0;
        while (OpenSsl.BIO_ctrl(_outgoing, OpenSsl.BioCtrlPending, new CLong(0), 0).Value >= RecordHeader)
        {
            _ = OpenSsl.BIO_read(_outgoing, datagram + length, RecordHeader);
            var body = (datagram[length + 11] << 8) | datagram[length + 12];
            if (RecordHeader + body > LargestRecord) throw new InvalidOperationException($"OpenSSL wrote a record of {body} bytes.");
            _ = OpenSsl.BIO_read(_outgoing, datagram + length + RecordHeader, body);
            var record = RecordHeader + body;
            if (length > 0 && length + record > LargestDatagram)
            {
                _events.DtlsDatagram(new ReadOnlySpan<byte>(datagram, length));
                Buffer.MemoryCopy(datagram + length, datagram, record, record);
                length = 0;
            }
            length += record;
        }
        if (length > 0) _events.DtlsDatagram(new ReadOnlySpan<byte>(datagram, length));
    }

    private void Close(bool byPeer)
    {
        if (_closed) return;
        _closed = true;
        _events.DtlsClosed(byPeer);
    }

    private void Free()
    {
        if (_ssl == 0) return;
        OpenSsl.ERR_clear_error();
        if (_connected)
        {
            _ = OpenSsl.SSL_shutdown(_ssl);
            Flush();
        }
        // Frees both BIOs too.
        OpenSsl.SSL_free(_ssl);
        _ssl = _incoming = _outgoing = 0;
        OpenSsl.ERR_clear_error();
    }

    /// <summary>Repeats after 200 ms, 400 ms, … rather than OpenSSL's whole second: a caller waits for it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint NextTimeout(nint ssl, uint lastUs) => lastUs == 0 ? FirstTimeoutUs : Math.Min(2 * lastUs, LongestTimeoutUs);
}
