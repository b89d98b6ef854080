using Microsoft.AspNetCore.Http;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>The key that a request carries, and where.</summary>
/// <param name="Source">Where it was.</param>
/// <param name="Value">The key; empty for none.</param>
internal readonly record struct Credential(KeySource Source, string Value)
{
    private const string BearerPrefix = "Bearer ";
    private const string KeyProtocolPrefix = "openai-insecure-api-key.";

    /// <summary>Finds the key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">WebSocket subprotocols offered; a browser has no other place for a key.</param>
    public static Credential Of(HttpRequest request, IList<string> offered)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return new Credential(KeySource.Bearer, authorization[BearerPrefix.Length..].Trim());
        if (offered.FirstOrDefault(protocol => protocol.StartsWith(KeyProtocolPrefix, StringComparison.Ordinal)) is { } protocol)
            return new Credential(KeySource.SubProtocol, protocol[KeyProtocolPrefix.Length..]);
        if (request.Headers.TryGetValue("api-key", out var header))
            return new Credential(KeySource.ApiKeyHeader, header.ToString());

        // Azure's way for browsers.
        return request.Query.TryGetValue("api-key", out var query) ? new Credential(KeySource.ApiKeyQuery, query.ToString()) : new Credential(KeySource.None, "");
    }
}
