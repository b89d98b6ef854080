using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Doctor;

/// <summary>What a check found.</summary>
/// <param name="IsFine">Whether all is well.</param>
/// <param name="Detail">What was found, one clause.</param>
/// <param name="Remedy">The command or setting that mends it; null where nothing is wrong.</param>
internal sealed record Finding(
    [property: JsonPropertyName("fine")] bool IsFine,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("remedy")] string? Remedy = null)
{
    /// <summary>The check's name.</summary>
    [JsonPropertyName("check")]
    [JsonPropertyOrder(-1)]
    public string Check { get; init; } = "";

    /// <summary>All is well.</summary>
    /// <param name="detail">What was found.</param>
    public static Finding Fine(string detail) => new(true, detail);

    /// <summary>Something is wrong.</summary>
    /// <param name="detail">What.</param>
    /// <param name="remedy">What mends it.</param>
    public static Finding Wrong(string detail, string remedy) => new(false, detail.TrimEnd('.'), remedy);
}
