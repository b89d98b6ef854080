using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>A picture from the user.</summary>
public sealed record InputImage : ContentPart
{
    /// <summary>A <c>data:image/…;base64,…</c> URI.</summary>
    public required string ImageUrl { get; init; }

    /// <summary><c>auto</c>, <c>low</c> or <c>high</c>; null when the client did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}
