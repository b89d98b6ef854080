using System.Globalization;
using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>The hash of a certificate as SDP carries it (RFC 8122): <c>sha-256 AB:CD:…</c>.</summary>
/// <param name="Algorithm">Lower case: <c>sha-256</c>, <c>sha-384</c> or <c>sha-512</c>.</param>
/// <param name="Hash">The digest.</param>
internal sealed record DtlsFingerprint(string Algorithm, byte[] Hash)
{
    /// <summary>Reads the value of an <c>a=fingerprint</c> line.</summary>
    /// <returns>Null when it is malformed or its hash is weaker than SHA-256.</returns>
    public static DtlsFingerprint? TryParse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return null;
        var algorithm = text[..space].ToLowerInvariant();
        var digits = text.AsSpan(space + 1).Trim();
        if (LengthOf(algorithm) is not { } length || digits.Length != 3 * length - 1) return null;
        var hash = new byte[length];
        for (var i = 0; i < length; i++)
        {
            if (!byte.TryParse(digits.Slice(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out hash[i])) return null;
            if (i + 1 < length && digits[3 * i + 2] != ':') return null;
        }
        return new DtlsFingerprint(algorithm, hash);
    }

    /// <summary>Whether a certificate is the one meant.</summary>
    /// <param name="certificateDer">X.509, DER.</param>
    public bool Matches(ReadOnlySpan<byte> certificateDer)
    {
        Span<byte> hash = stackalloc byte[64];
        var length = Algorithm switch
        {
            "sha-384" => SHA384.HashData(certificateDer, hash),
            "sha-512" => SHA512.HashData(certificateDer, hash),
            _ => SHA256.HashData(certificateDer, hash),
        };
        return CryptographicOperations.FixedTimeEquals(hash[..length], Hash);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} {BitConverter.ToString(Hash).Replace('-', ':')}";

    private static int? LengthOf(string algorithm) => algorithm switch
    {
        "sha-256" => 32,
        "sha-384" => 48,
        "sha-512" => 64,
        _ => null,
    };
}
