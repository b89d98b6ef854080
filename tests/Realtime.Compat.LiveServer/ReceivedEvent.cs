using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Realtime.Compat.LiveServer;

/// <summary>A server event and when it came.</summary>
/// <param name="Json">The event.</param>
/// <param name="At">When, in ticks of <see cref="Stopwatch"/>.</param>
public sealed record ReceivedEvent(JsonObject Json, long At)
{
    /// <summary>Its type.</summary>
    public string Type => this["type"];

    /// <summary>A text in it, by the names that lead there: `event["response.status"]`.</summary>
    /// <exception cref="KeyNotFoundException">It has no such text.</exception>
    public string this[string path] => Find(path)?.GetValue<string>() ?? throw new KeyNotFoundException($"No {path} in {Json.ToJsonString()}");

    /// <summary>A value in it; null where it has none.</summary>
    /// <param name="path">The names that lead there, and indices of arrays: `response.output.0.id`.</param>
    public JsonNode? Find(string path)
    {
        JsonNode? at = Json;
        foreach (var step in path.Split('.'))
        {
            at = at switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return at;
    }
}
