using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>
/// Which pages may use the server. Any page that its user opens can reach a server on his machine, so where no key keeps it out the
/// page's origin must: pages of this machine, of the server itself, and those the operator named.
/// </summary>
internal sealed class OriginPolicy(IOptions<RealtimeOptions> options)
{
    /// <summary>Ends of names that no stranger can point at this machine: a page of his cannot pass for the server's own (DNS rebinding).</summary>
    private static readonly string[] PrivateDomains = [".local", ".localhost", ".internal", ".lan", ".home.arpa"];

    private readonly IList<string> _allowed = options.Value.AllowedOrigins;

    /// <summary>Whether a page may go on. Whatever is not a page has no origin, and may.</summary>
    /// <param name="request">The request.</param>
    /// <param name="holdsKey">Whether the page has shown a key of this server: then it is meant to be here, unless the operator lists origins.</param>
    public bool Allows(HttpRequest request, bool holdsKey)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || _allowed.Any(allowed => allowed == "*" || allowed.TrimEnd('/').Equals(origin, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" && (IsOwn(page, request) || (_allowed.Count == 0 && IsLoopback(page.Host))))
            return true;
        return _allowed.Count == 0 && holdsKey;
    }

    private static bool IsOwn(Uri page, HttpRequest request) =>
        page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) && IsPrivate(request.Host.Host);

    private static bool IsPrivate(string host) =>
        !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host, out _)
        || Array.Exists(PrivateDomains, domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
