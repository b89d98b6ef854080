using System.Security.Cryptography.X509Certificates;

namespace Realtime.Compat.Server.Certificates;

/// <summary>The certificate the server shows, and the authority that clients are told to trust.</summary>
/// <param name="Server">Certificate and private key for localhost.</param>
/// <param name="Authority">What signed it. Its own key was thrown away, so that it can vouch for nothing else.</param>
/// <param name="AuthorityPath">The authority's PEM file, for NODE_EXTRA_CA_CERTS and its like.</param>
/// <param name="Remade">Why it was made just now; null when it was found.</param>
internal sealed record LocalCertificate(X509Certificate2 Server, X509Certificate2 Authority, string AuthorityPath, string? Remade) : IDisposable
{
    /// <summary>SHA-256 of the authority, as browsers and keychains show it: "AB:CD:…".</summary>
    public string Fingerprint => string.Join(':', Authority.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256).Select(b => $"{b:X2}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Server.Dispose();
        Authority.Dispose();
    }
}
