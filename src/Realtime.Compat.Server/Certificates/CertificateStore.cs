using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.Certificates;

/// <summary>Keeps the certificate in the data directory: found if it still holds, else made anew.</summary>
/// <param name="directory">Where its two files lie.</param>
/// <param name="time">Says when a certificate has run out.</param>
internal sealed class CertificateStore(string directory, TimeProvider time)
{
    /// <summary>A certificate with less than this left is replaced, so that none runs out under a long-running server.</summary>
    public static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(30);

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The authority, which clients trust.</summary>
    public string AuthorityPath { get; } = Path.Combine(directory, "realtime-ca.pem");

    /// <summary>The server's certificate and private key; readable by its owner alone.</summary>
    public string ServerPath { get; } = Path.Combine(directory, "realtime-server.pem");

    /// <summary>Finds the certificate, or makes it when there is none, it cannot be read, or it runs out within <see cref="RenewedBefore"/>.</summary>
    /// <exception cref="OperatorException">The files can neither be read nor written.</exception>
    public LocalCertificate Open()
    {
        using var alone = Lock();
        return Find(out var reason) ?? Make(reason);
    }

    /// <summary>Makes it anew whatever is there. Clients must be told to trust the new authority.</summary>
    /// <exception cref="OperatorException">The files cannot be written.</exception>
    public LocalCertificate Renew()
    {
        using var alone = Lock();
        return Make("a new one was asked for");
    }

    private LocalCertificate? Find(out string reason)
    {
        if (!File.Exists(ServerPath) && !File.Exists(AuthorityPath))
        {
            reason = "there was none";
            return null;
        }

        X509Certificate2? authority = null, server = null;
        try
        {
            authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityPath);
            server = X509Certificate2.CreateFromPemFile(ServerPath);
            reason = server.NotAfter.ToUniversalTime() - time.GetUtcNow() < RenewedBefore ? $"the old one ends on {server.NotAfter:yyyy-MM-dd}"
                : !IsSignedBy(authority, server) ? "the old one was not signed by the authority beside it"
                : "";
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            reason = $"the old one could not be read ({failure.Message.TrimEnd('.')})";
        }

        if (reason.Length == 0)
            return new LocalCertificate(Usable(server!), authority!, AuthorityPath, Remade: null);
        authority?.Dispose();
        server?.Dispose();
        return null;
    }

    private LocalCertificate Make(string reason)
    {
        var (server, authority) = CertificateFactory.Create(time.GetUtcNow());
        using var key = server.GetECDsaPrivateKey()!;
        try
        {
            Write(ServerPath, $"{server.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", isSecret: true);
            Write(AuthorityPath, authority.ExportCertificatePem() + "\n", isSecret: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(failure);
        }

        return new LocalCertificate(Usable(server), authority, AuthorityPath, reason);
    }

    /// <summary>Writes beside and renames, so that nobody ever reads half a file.</summary>
    private static void Write(string path, string text, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (isSecret ? 0 : UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var fresh = path + ".new";
        // A left-over file would keep its own mode.
        File.Delete(fresh);
        using (var file = new StreamWriter(fresh, options))
            file.Write(text);
        File.Move(fresh, path, overwrite: true);
    }

    private bool IsSignedBy(X509Certificate2 authority, X509Certificate2 server)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(server);
    }

    /// <summary>Windows' TLS cannot use a key that lives in memory alone.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>Two servers starting at once must not write one half each.</summary>
    private FileStream Lock()
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception failure) when (failure is UnauthorizedAccessException || (failure is IOException && time.GetElapsedTime(begun) > LockTimeout))
            {
                throw Unwritable(failure);
            }
            catch (IOException)
            {
                Thread.Sleep(50);
            }
        }
    }

    private OperatorException Unwritable(Exception failure) =>
        new($"The certificate cannot be kept in \"{directory}\" ({failure.Message.TrimEnd('.')}); let the server write there, or set {DataDirectory.Setting}.", failure);
}
