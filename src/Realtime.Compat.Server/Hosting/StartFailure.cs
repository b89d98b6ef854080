using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Turns what stops a start into one sentence that names the setting and the remedy.</summary>
internal static partial class StartFailure
{
    /// <summary>The sentence; null for a failure that no operator can put right, which deserves its stack.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="urls">Where the server was to listen.</param>
    /// <param name="certificate">The section of settings that names its certificate; null while none is loaded, and for the server's own.</param>
    public static string? Explain(Exception failure, string? urls, string? certificate = null) => failure switch
    {
        OperatorException => failure.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        IOException { InnerException: AddressInUseException } => Taken(failure.Message, urls),
        IOException when failure.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => $"{failure.Message.TrimEnd('.')}; choose another address with --urls.",
        InvalidDataException or FormatException when failure.Message.Contains("configuration", StringComparison.OrdinalIgnoreCase) || failure.InnerException is FormatException =>
            $"{failure.Message.TrimEnd('.')} ({failure.InnerException?.Message.TrimEnd('.') ?? "it is not JSON"}).",
        FormatException when failure.Message.Contains("url", StringComparison.OrdinalIgnoreCase) => $"{failure.Message.TrimEnd('.')}; write --urls http://127.0.0.1:8000.",
        InvalidOperationException when Conversion().Match(failure.Message) is { Success: true } match => Unconvertible(match),
        InvalidOperationException when failure.Message.Contains("Realtime", StringComparison.Ordinal) || failure.Message.Contains("HTTPS", StringComparison.OrdinalIgnoreCase) => failure.Message,
        Backends.Scripted.ScriptException => $"{Backends.ChatBackendOptions.Section}:{nameof(Backends.ChatBackendOptions.ScriptFile)}: {failure.Message}",
        CryptographicException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or NotSupportedException when certificate is not null =>
            $"{certificate}: the certificate cannot be used ({failure.Message.TrimEnd('.')}); {CertificateRemedy(certificate)}.",
        System.Net.Sockets.SocketException => $"The address cannot be listened on ({failure.Message.TrimEnd('.')}); choose another with --urls.",
        _ => null,
    };

    /// <summary>What a certificate that cannot be used wants.</summary>
    /// <param name="setting">The section of settings that names it.</param>
    public static string CertificateRemedy(string setting) => $"set {setting}:Path and :KeyPath to PEM files, or :Path and :Password to a PKCS #12 file, by their whole paths";

    private static string Taken(string message, string? urls)
    {
        var address = Address().Match(message) is { Success: true } match ? new Uri(match.Value) : null;
        if (address is null || urls is null)
            return $"{message.TrimEnd('.')}; stop the other program or choose another address with --urls.";
        var others = Listening.Around(urls);
        return $"Port {address.Port} is taken by another program: stop it or start with --urls {(others.Contains(';', StringComparison.Ordinal) ? $"\"{others}\"" : others)}";
    }

    private static string Unconvertible(Match match)
    {
        var kind = match.Groups["type"].Value switch
        {
            "System.Boolean" => "true or false",
            "System.Int32" or "System.Int64" => "a whole number",
            "System.Single" or "System.Double" => "a number, with a point for decimals",
            "System.TimeSpan" => "a time as hours:minutes:seconds",
            var other => other,
        };
        return $"{match.Groups["key"].Value} is \"{match.Groups["value"].Value}\"; set it to {kind}.";
    }

    [GeneratedRegex(@"https?://[^\s]+:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"Failed to convert configuration value(?: '(?<value>.*)')? at '(?<key>[^']+)' to type '(?<type>[^']+)'")]
    private static partial Regex Conversion();
}
