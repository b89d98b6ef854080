namespace Realtime.Compat.Server.Certificates;

/// <summary>How each client and each operating system is told to trust the server.</summary>
internal static class TrustInstructions
{
    /// <summary>What to type, for whom.</summary>
    /// <param name="authorityPath">The authority's PEM file.</param>
    public static IReadOnlyList<(string For, string Command)> For(string authorityPath) =>
    [
        ("Node.js", OperatingSystem.IsWindows() ? $"set NODE_EXTRA_CA_CERTS={authorityPath}" : $"export NODE_EXTRA_CA_CERTS={Quoted(authorityPath)}"),
        ("Python and curl (in place of the system's list)", OperatingSystem.IsWindows() ? $"set SSL_CERT_FILE={authorityPath}" : $"export SSL_CERT_FILE={Quoted(authorityPath)}"),
        .. ForSystem(authorityPath),
    ];

    private static IEnumerable<(string For, string Command)> ForSystem(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            yield return ("Windows, this user", $"certutil -user -addstore Root \"{path}\"");
        }
        else if (OperatingSystem.IsMacOS())
        {
            yield return ("macOS, this user", $"security add-trusted-cert -p ssl -k ~/Library/Keychains/login.keychain-db {Quoted(path)}");
        }
        else
        {
            yield return ("Debian and Ubuntu, everybody", $"sudo cp {Quoted(path)} /usr/local/share/ca-certificates/realtime-compat.crt && sudo update-ca-certificates");
            yield return ("Fedora, everybody", $"sudo trust anchor {Quoted(path)}");
            yield return ("Chromium on Linux, this user", $"certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n realtime-compat -i {Quoted(path)}");
        }
    }

    private static string Quoted(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
