using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Compat.Server.Certificates;

/// <summary>Makes an authority, lets it sign one certificate for this machine's own names, and forgets the authority's key.</summary>
internal static class CertificateFactory
{
    /// <summary>Apple's clients refuse more than 825 days.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(824);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1);

    /// <summary>Makes both.</summary>
    /// <param name="now">When they begin to hold, but for an hour of grace.</param>
    /// <returns>The server's certificate with its key, and the authority without.</returns>
    public static (X509Certificate2 Server, X509Certificate2 Authority) Create(DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Realtime.Compat on {Environment.MachineName}, O=Realtime.Compat", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var (from, until) = (now - Backdated, now - Backdated + Lifetime);
        using var signer = request.CreateSelfSigned(from, until);
        return (CreateServer(signer, from, until), X509CertificateLoader.LoadCertificate(signer.RawData));
    }

    private static X509Certificate2 CreateServer(X509Certificate2 signer, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost, O=Realtime.Compat", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "TLS server")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names().Build());
        var serial = RandomNumberGenerator.GetBytes(16);
        // DER integers are signed: a set top bit would add a byte.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x01);
        using var bare = request.Create(signer, from, until, serial);
        return bare.CopyWithPrivateKey(key);
    }

    private static SubjectAlternativeNameBuilder Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        var machine = Environment.MachineName.ToLowerInvariant();
        if (machine != "localhost" && Uri.CheckHostName(machine) == UriHostNameType.Dns)
        {
            names.AddDnsName(machine);
            // How other machines on the same network find it (multicast DNS).
            if (!machine.Contains('.', StringComparison.Ordinal))
                names.AddDnsName($"{machine}.local");
        }

        return names;
    }
}
