namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Where a client put its API key.</summary>
internal enum KeySource
{
    /// <summary>It sent none.</summary>
    None,

    /// <summary>In <c>Authorization: Bearer</c>.</summary>
    Bearer,

    /// <summary>In the subprotocol <c>openai-insecure-api-key.…</c>, as browsers must.</summary>
    SubProtocol,

    /// <summary>In the header <c>api-key</c>, as Azure's clients do.</summary>
    ApiKeyHeader,

    /// <summary>In the query parameter <c>api-key</c>, as Azure's clients in browsers do.</summary>
    ApiKeyQuery,
}
