using System.Text.Json;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>The one line the worker writes to its standard output: `{"event":"listening","url":"http://127.0.0.1:40123"}`.</summary>
internal static class ListeningLine
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">Any line; a library underneath may print there, too.</param>
    /// <returns>The address; null for any other line.</returns>
    public static Uri? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("event", out var name) && name.ValueKind == JsonValueKind.String && name.ValueEquals("listening")
                && json.RootElement.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String
                && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
