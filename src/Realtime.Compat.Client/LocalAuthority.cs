using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.Compat.Client;

/// <summary>The authority that this machine's own server made for itself, so that its own clients trust it without being told to.</summary>
public static class LocalAuthority
{
    private const string DataDirectory = "REALTIME__DATADIRECTORY";

    /// <summary>Finds it for an address.</summary>
    /// <param name="address">Where the client connects.</param>
    /// <returns>The authority; null where the address is not encrypted, or this machine has none.</returns>
    public static X509Certificate2? For(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme is not ("wss" or "https"))
            return null;
        var root = Environment.GetEnvironmentVariable(DataDirectory) is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "realtime-compat");
        try
        {
            var file = Path.Combine(root, "certs", "realtime-ca.pem");
            return File.Exists(file) ? X509CertificateLoader.LoadCertificateFromFile(file) : null;
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
