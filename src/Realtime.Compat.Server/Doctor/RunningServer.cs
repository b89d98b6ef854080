using System.Text.Json;

namespace Realtime.Compat.Server.Doctor;

/// <summary>Asks who answers at an address: a server of this kind that runs already takes nothing away from itself.</summary>
internal static class RunningServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether a server of this kind answers.</summary>
    public static async Task<bool> IsAtAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var health = JsonDocument.Parse(await AskAsync(address, "/health", cancellationToken) ?? "null");
            return health.RootElement.ValueKind == JsonValueKind.Object && health.RootElement.TryGetProperty("active_sessions", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether a server of this kind answers, and takes its calls at a port.</summary>
    public static async Task<bool> TakesCallsAtAsync(Uri address, int port, CancellationToken cancellationToken) =>
        await AskAsync(address, "/status", cancellationToken) is { } page
        && page.Split('\n').Any(line => line.Contains("WebRTC calls on UDP", StringComparison.Ordinal) && line.Contains($":{port}", StringComparison.Ordinal));

    private static async Task<string?> AskAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        // CA5359: only who answers is asked, and nothing is told: whom the certificate names does not matter.
#pragma warning disable CA5359
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            var host = address.Host switch { "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", var other => other };
            return await http.GetStringAsync(new UriBuilder(address) { Host = host, Path = path }.Uri, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
