namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Who asks.</summary>
/// <param name="Key">The API key that answers for the caller; null where none is needed.</param>
/// <param name="Secret">The short-lived key the caller holds in its place; null for none.</param>
internal sealed record Caller(ApiKey? Key, ClientSecret? Secret)
{
    /// <summary>Name of the key for the log.</summary>
    public string KeyName => Key?.Name ?? "none";
}
