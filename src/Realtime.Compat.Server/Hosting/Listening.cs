using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Where the server listens.</summary>
internal static partial class Listening
{
    /// <summary>Plain and encrypted, on this machine alone: whoever reaches it needs no key.</summary>
    public const string Default = "http://127.0.0.1:8000;https://127.0.0.1:8443";

    private const string Endpoints = "Kestrel:Endpoints";
    private const string DefaultCertificate = "Kestrel:Certificates:Default";

    /// <summary>The addresses as they will be asked for: those set, by any of the ways ASP.NET Core knows, or the default.</summary>
    /// <returns>Null where `Kestrel:Endpoints` says it all: they go before every other way.</returns>
    public static string? UrlsOf(IConfiguration configuration)
    {
        if (configuration.GetSection(Endpoints).GetChildren().Any())
            return null;
        if (configuration["urls"] is { Length: > 0 } urls)
            return urls;
        var ports = Ports("http").Concat(Ports("https")).ToArray();
        return ports.Length > 0 ? string.Join(';', ports) : Default;

        IEnumerable<string> Ports(string scheme) => (configuration[$"{scheme}_ports"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => $"{scheme}://*:{port}");
    }

    /// <summary>Where the server is going to listen, and with which certificate.</summary>
    public static IReadOnlyList<ListeningAddress> AddressesOf(IConfiguration configuration)
    {
        var all = configuration.GetSection(DefaultCertificate).Exists() ? DefaultCertificate : null;
        return UrlsOf(configuration) is { } urls
            ? [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => new ListeningAddress(url, all))]
            : [.. configuration.GetSection(Endpoints).GetChildren().Select(endpoint => new ListeningAddress(endpoint["Url"] ?? "", OwnOf(endpoint) ?? all))];

        static string? OwnOf(IConfigurationSection endpoint) =>
            Array.Find((IConfigurationSection[])[endpoint.GetSection("Certificate"), endpoint.GetSection("Sni")], section => section.Exists())?.Path;
    }

    /// <summary>Other machines are let in with keys, or where the operator says aloud that they need none.</summary>
    /// <exception cref="OperatorException">They would be let in without.</exception>
    public static void CheckKeys(IConfiguration configuration, RealtimeOptions options)
    {
        if (OpennessOf(configuration, options) is { } open)
            throw new OperatorException($"{open.What}: {open.Remedy}.");
    }

    /// <summary>What lets other machines in without a key.</summary>
    /// <returns>What is so, and what mends it; null where nothing does, or the operator says aloud that it may.</returns>
    /// <exception cref="OperatorException">What is said of a container's ports is no IP address.</exception>
    public static (string What, string Remedy)? OpennessOf(IConfiguration configuration, RealtimeOptions options)
    {
        if (options.AllowAnonymous || options.ApiKeys.Any(key => key.Key.Length > 0) || !string.IsNullOrEmpty(options.ApiKeysFile))
            return null;
        if (PublishedAt(configuration) is { } published)
        {
            return IPAddress.IsLoopback(published) ? null : (
                $"The container's ports are published at {published}, where other machines can reach them, and there are no keys",
                "set one (REALTIME_API_KEY=$(openssl rand -hex 24) for docker-compose.yml, REALTIME__APIKEYS__0 elsewhere), "
                + "or say that nobody needs one with REALTIME_ALLOWANONYMOUS=true (REALTIME__ALLOWANONYMOUS)");
        }

        // A socket file and a pipe are this machine's own. What is no address at all is told when it is listened on.
        if (AddressesOf(configuration).FirstOrDefault(address => address.Uri is { } uri && !IsLoopback(uri)) is not { } open)
            return null;
        // The host's configuration holds the variables that begin with DOTNET_, and .NET's images set this one.
        var container = string.Equals(configuration["RUNNING_IN_CONTAINER"], "true", StringComparison.OrdinalIgnoreCase)
            ? "say that this container's ports are published to its host alone (REALTIME__PUBLISHEDADDRESS=127.0.0.1), "
            : "";
        return (
            $"{open.Url} can be reached from other machines, and there are no keys",
            $"set one (REALTIME__APIKEYS__0=$(openssl rand -hex 24)), {container}or say that nobody needs one with --Realtime:AllowAnonymous true");
    }

    /// <summary>The host's address at which a container's ports are published; null where nobody says so.</summary>
    /// <exception cref="OperatorException">What is said is no IP address.</exception>
    private static IPAddress? PublishedAt(IConfiguration configuration)
    {
        const string Setting = $"{ServerOptions.Section}:{nameof(ServerOptions.PublishedAddress)}";
        if (configuration[Setting] is not { Length: > 0 } text)
            return null;
        return IPAddress.TryParse(text.Trim('[', ']'), out var address)
            ? address
            : throw new OperatorException($"{Setting} is \"{text}\"; set it to the host's IP address at which the container's ports are published (127.0.0.1 for this machine alone).");
    }

    /// <summary>Whether only this machine can reach an address.</summary>
    public static bool IsLoopback(Uri address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>The same addresses with the next free port in place of each that is taken: another server of this kind holds two.</summary>
    /// <param name="urls">Addresses, separated by semicolons.</param>
    public static string Around(string urls)
    {
        var given = new HashSet<int>();
        return string.Join(';', urls.Split(';').Select(url => Port().Replace(url, match =>
        {
            var port = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            while (port is > 0 and < IPEndPoint.MaxPort && (!IsFree(port) || given.Contains(port)))
                port++;
            given.Add(port);
            return $":{port}";
        })));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@":(\d{1,5})(?=/?$)")]
    private static partial Regex Port();
}
