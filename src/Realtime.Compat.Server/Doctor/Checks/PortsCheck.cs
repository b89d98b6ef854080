using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the server can listen where it is to, or does already.</summary>
/// <param name="urls">Addresses, separated by semicolons; null where Kestrel's own settings say it all.</param>
internal sealed class PortsCheck(string? urls) : ICheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string Name => "ports";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (urls is null)
            return Finding.Fine("as Kestrel:Endpoints says");
        var said = new List<string>();
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address))
                return Finding.Wrong($"\"{url}\" is no address", $"./run.sh --urls {Listening.Default.Split(';')[0]}");
            var refusal = Refusal(address);
            if (refusal is null)
                said.Add($"{address.Port} is free");
            else if (await IsOursAsync(address, cancellationToken))
                said.Add($"{address.Port} is answered by this server");
            else
                return Finding.Wrong($"port {address.Port} cannot be used: {refusal}", $"stop the other program, or ./run.sh --urls \"{Listening.Around(urls)}\"");
        }

        return Finding.Fine(string.Join(", ", said));
    }

    private static string? Refusal(Uri address)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Loopback, address.Port);
            probe.Start();
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program has it" : failure.Message.TrimEnd('.');
        }
    }

    private static async Task<bool> IsOursAsync(Uri address, CancellationToken cancellationToken)
    {
        // CA5359: only who answers is asked, and nothing is told: whom the certificate names does not matter.
#pragma warning disable CA5359
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            var host = address.Host == "0.0.0.0" ? "127.0.0.1" : address.Host;
            using var health = JsonDocument.Parse(await http.GetStringAsync(new UriBuilder(address) { Host = host, Path = "/health" }.Uri, cancellationToken));
            return health.RootElement.ValueKind == JsonValueKind.Object && health.RootElement.TryGetProperty("active_sessions", out _);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
