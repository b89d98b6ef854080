using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>A certificate for DTLS: a self-signed P-256 pair, known to peers by its fingerprint alone (RFC 8827 section 6.5).</summary>
internal sealed class DtlsIdentity
{
    private DtlsIdentity(byte[] certificateDer, byte[] privateKeyDer)
    {
        CertificateDer = certificateDer;
        PrivateKeyDer = privateKeyDer;
        Fingerprint = new DtlsFingerprint("sha-256", SHA256.HashData(certificateDer));
    }

    /// <summary>X.509, DER.</summary>
    public byte[] CertificateDer { get; }

    /// <summary>RFC 5915 <c>ECPrivateKey</c>, DER.</summary>
    public byte[] PrivateKeyDer { get; }

    /// <summary>SHA-256 of the certificate, for the SDP.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>Makes a new pair, for the life of the process.</summary>
    public static DtlsIdentity Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=WebRTC", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new DtlsIdentity(certificate.RawData, key.ExportECPrivateKey());
    }
}
