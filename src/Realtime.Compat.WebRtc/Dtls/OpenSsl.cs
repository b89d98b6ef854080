using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Realtime.Compat.WebRtc.Native;

namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>The functions of OpenSSL 3 that are used here, under their own names; constants are those of its headers.</summary>
internal static unsafe partial class OpenSsl
{
    public const int ErrorWantRead = 2;
    public const int ErrorWantWrite = 3;
    public const int ErrorZeroReturn = 6;
    public const int CtrlSetMtu = 17;
    public const int CtrlSetSessionCacheMode = 44;
    public const int DtlsCtrlHandleTimeout = 74;
    public const int CtrlSetMinProtocolVersion = 123;
    public const int BioCtrlPending = 10;
    public const int Dtls12 = 0xFEFD;
    public const int KeyTypeEc = 408;
    public const int VerifyPeerOrFail = 0x01 | 0x02;
    public const ulong OptionNoQueryMtu = 1UL << 12;
    public const ulong OptionNoTicket = 1UL << 14;
    public const ulong OptionNoRenegotiation = 1UL << 30;

    private const string Tls = NativeModules.OpenSsl;
    private const string Crypto = NativeModules.Crypto;

    /// <summary>What went wrong, and an empty queue of errors. The queue belongs to the thread and is shared with .NET's own cryptography.</summary>
    public static string TakeError()
    {
        var code = ERR_get_error();
        var text = stackalloc byte[256];
        ERR_error_string_n(code, text, 256);
        ERR_clear_error();
        return Marshal.PtrToStringUTF8((nint)text) ?? "unknown error";
    }

    [LibraryImport(Tls)] public static partial nint DTLS_server_method();
    [LibraryImport(Tls)] public static partial nint DTLS_client_method();
    [LibraryImport(Tls)] public static partial nint SSL_CTX_new(nint method);
    [LibraryImport(Tls)] public static partial void SSL_CTX_free(nint context);
    [LibraryImport(Tls)] public static partial CLong SSL_CTX_ctrl(nint context, int command, CLong number, nint pointer);
    [LibraryImport(Tls)] public static partial ulong SSL_CTX_set_options(nint context, ulong options);
    [LibraryImport(Tls)] public static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, ReadOnlySpan<byte> der);
    [LibraryImport(Tls)] public static partial int SSL_CTX_use_PrivateKey_ASN1(int type, nint context, ReadOnlySpan<byte> der, CLong length);
    [LibraryImport(Tls, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_set_tlsext_use_srtp(nint context, string profiles);
    [LibraryImport(Tls, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_set_cipher_list(nint context, string ciphers);
    [LibraryImport(Tls)] public static partial void SSL_CTX_set_verify(nint context, int mode, delegate* unmanaged[Cdecl]<int, nint, int> callback);
    [LibraryImport(Tls)] public static partial nint SSL_new(nint context);
    [LibraryImport(Tls)] public static partial void SSL_free(nint ssl);
    [LibraryImport(Tls)] public static partial void SSL_set_bio(nint ssl, nint read, nint write);
    [LibraryImport(Tls)] public static partial void SSL_set_accept_state(nint ssl);
    [LibraryImport(Tls)] public static partial void SSL_set_connect_state(nint ssl);
    [LibraryImport(Tls)] public static partial int SSL_do_handshake(nint ssl);
    [LibraryImport(Tls)] public static partial int SSL_read(nint ssl, byte* buffer, int length);
    [LibraryImport(Tls)] public static partial int SSL_write(nint ssl, byte* buffer, int length);
    [LibraryImport(Tls)] public static partial int SSL_shutdown(nint ssl);
    [LibraryImport(Tls)] public static partial int SSL_get_error(nint ssl, int result);
    [LibraryImport(Tls)] public static partial CLong SSL_ctrl(nint ssl, int command, CLong number, nint pointer);
    [LibraryImport(Tls)] public static partial void DTLS_set_timer_cb(nint ssl, delegate* unmanaged[Cdecl]<nint, uint, uint> callback);
    [LibraryImport(Tls)] public static partial nint SSL_get_selected_srtp_profile(nint ssl);
    [LibraryImport(Tls)] public static partial nint SSL_get1_peer_certificate(nint ssl);

    [LibraryImport(Tls)]
    public static partial int SSL_export_keying_material(
        nint ssl, Span<byte> material, nuint materialLength, ReadOnlySpan<byte> label, nuint labelLength, nint context, nuint contextLength, int useContext);

    [LibraryImport(Crypto)] public static partial nint BIO_new(nint method);
    [LibraryImport(Crypto)] public static partial nint BIO_s_mem();
    [LibraryImport(Crypto)] public static partial int BIO_read(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] public static partial int BIO_write(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] public static partial CLong BIO_ctrl(nint bio, int command, CLong number, nint pointer);
    [LibraryImport(Crypto)] public static partial int i2d_X509(nint certificate, byte** der);
    [LibraryImport(Crypto)] public static partial void X509_free(nint certificate);
    [LibraryImport(Crypto)] public static partial void ERR_clear_error();
    [LibraryImport(Crypto)] private static partial ulong ERR_get_error();
    [LibraryImport(Crypto)] private static partial void ERR_error_string_n(ulong error, byte* text, nuint length);
}
