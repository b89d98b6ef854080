using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Realtime.Compat.Server.Certificates;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the certificate for https is there and holds, and whether this system trusts it.</summary>
/// <param name="urls">Where the server listens.</param>
/// <param name="directory">Where the certificate lies.</param>
/// <param name="clock">Says whether it holds.</param>
internal sealed class CertificateCheck(string? urls, string directory, TimeProvider clock) : ICheck
{
    /// <inheritdoc/>
    public string Name => "certificate";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Finding Look()
    {
        if (urls?.Contains("https:", StringComparison.OrdinalIgnoreCase) != true)
            return Finding.Fine("not needed: the server listens without TLS");
        var store = new CertificateStore(directory, clock);
        if (!File.Exists(store.ServerPath))
            return Finding.Fine("none yet: the first start makes it");
        try
        {
            using var server = X509CertificateLoader.LoadCertificateFromFile(store.ServerPath);
            using var authority = X509CertificateLoader.LoadCertificateFromFile(store.AuthorityPath);
            var until = server.NotAfter.ToUniversalTime();
            var day = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (until <= clock.GetUtcNow())
                return Finding.Wrong($"it ended on {day}", "./run.sh certs renew");
            return Finding.Fine(IsTrusted(authority)
                ? $"holds until {day}, and this system trusts it"
                : $"holds until {day}; to trust it: {string.Join("; ", TrustInstructions.For(store.AuthorityPath).Take(1).Select(way => way.Command))}   (others: ./run.sh certs)");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Finding.Wrong($"it cannot be read ({failure.Message.TrimEnd('.')})", "./run.sh certs renew");
        }
    }

    private static bool IsTrusted(X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(authority);
    }
}
