using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Hosting;

/// <summary>The one line on standard output: the worker can be reached.</summary>
/// <param name="Url">Where, with the port that was bound.</param>
internal sealed record ListeningEvent(string Url)
{
    /// <summary>Always <c>listening</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "listening";
}
