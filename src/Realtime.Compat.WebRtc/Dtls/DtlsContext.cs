using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>
/// What all connections of an endpoint share: certificate, ciphers and SRTP profiles (an <c>SSL_CTX</c>). DTLS 1.2 only (RFC 6347, as
/// RFC 8827 section 6.5 asks), with the extension that keys SRTP (RFC 5764).
/// </summary>
internal sealed unsafe class DtlsContext : IDisposable
{
    /// <summary>AES-128-GCM first: three times faster than AES-CM with HMAC-SHA1 where the processor has AES instructions.</summary>
    public const string AllSrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    /// <summary>AES-GCM alone, which every peer has: <see cref="DtlsConnection"/> counts on the size of its records.</summary>
    private const string Ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";

    private nint _handle;

    /// <summary>Makes a context.</summary>
    /// <param name="identity">This side's certificate.</param>
    /// <param name="role">Of all its connections.</param>
    /// <param name="srtpProfiles">In order of preference, by OpenSSL's names.</param>
    /// <exception cref="InvalidOperationException">OpenSSL refuses one of these.</exception>
    /// <exception cref="DllNotFoundException">There is no OpenSSL 3.</exception>
    public DtlsContext(DtlsIdentity identity, DtlsRole role, string srtpProfiles = AllSrtpProfiles)
    {
        Role = role;
        OpenSsl.ERR_clear_error();
        _handle = OpenSsl.SSL_CTX_new(role == DtlsRole.Server ? OpenSsl.DTLS_server_method() : OpenSsl.DTLS_client_method());
        Check(_handle != 0, "DTLS");
        OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlSetMinProtocolVersion, new CLong(OpenSsl.Dtls12), 0);
        // A session is never resumed; remembering them would only grow.
        OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlSetSessionCacheMode, new CLong(0), 0);
        OpenSsl.SSL_CTX_set_options(_handle, OpenSsl.OptionNoQueryMtu | OpenSsl.OptionNoTicket | OpenSsl.OptionNoRenegotiation);
        Check(OpenSsl.SSL_CTX_set_cipher_list(_handle, Ciphers) == 1, "the ciphers");
        Check(OpenSsl.SSL_CTX_use_certificate_ASN1(_handle, identity.CertificateDer.Length, identity.CertificateDer) == 1, "the certificate");
        var key = identity.PrivateKeyDer;
        Check(OpenSsl.SSL_CTX_use_PrivateKey_ASN1(OpenSsl.KeyTypeEc, _handle, key, new CLong(key.Length)) == 1, "the private key");
        // Of all functions this one returns 0 for success.
        Check(OpenSsl.SSL_CTX_set_tlsext_use_srtp(_handle, srtpProfiles) == 0, "the SRTP profiles");
        // Peers' certificates are self-signed: any is taken here, and compared with the fingerprint of the SDP after the handshake.
        OpenSsl.SSL_CTX_set_verify(_handle, OpenSsl.VerifyPeerOrFail, &AcceptAnyCertificate);
    }

    /// <summary>Of all its connections.</summary>
    public DtlsRole Role { get; }

    /// <summary>The <c>SSL_CTX</c>.</summary>
    public nint Handle => _handle;

    /// <summary>Gives up the context; connections that exist keep what they need of it.</summary>
    public void Dispose()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0) OpenSsl.SSL_CTX_free(handle);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AcceptAnyCertificate(int accepted, nint store) => 1;

    private void Check(bool done, string what)
    {
        if (done) return;
        var error = OpenSsl.TakeError();
        Dispose();
        throw new InvalidOperationException($"OpenSSL does not take {what}: {error}.");
    }
}
