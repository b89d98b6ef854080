namespace Realtime.Compat.Server.Hosting;

/// <summary>One address at which the server listens.</summary>
/// <param name="Url">As it is set: `https://127.0.0.1:8443`, `http://*:8000`.</param>
/// <param name="CertificateSetting">The section of settings that names its certificate; null for the server's own.</param>
internal sealed record ListeningAddress(string Url, string? CertificateSetting)
{
    /// <summary>Whether it is listened on by TLS.</summary>
    public bool IsTls => Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a socket file or a pipe: this machine's own.</summary>
    public bool IsLocalFile => Url.Contains("://unix:", StringComparison.OrdinalIgnoreCase) || Url.Contains("://pipe:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address with 0.0.0.0 for a name that stands for all; null for a file, and for what is no address.</summary>
    public Uri? Uri => !IsLocalFile
        && System.Uri.TryCreate(Url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) ? uri : null;
}
