namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>How media are protected, by the numbers of the DTLS extension (RFC 5764 section 4.1.2, RFC 7714 section 14.2).</summary>
internal enum SrtpProfile : ushort
{
    /// <summary>AES-128 in counter mode, HMAC-SHA1 cut to 80 bits: what every peer can do.</summary>
    AesCm128HmacSha1Tag80 = 0x0001,

    /// <summary>AES-128-GCM.</summary>
    AeadAes128Gcm = 0x0007,
}
