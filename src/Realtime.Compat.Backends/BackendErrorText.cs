using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Backends;

/// <summary>
/// Finds the server's own words in an error body. Seen in the wild: {"error":"text"} (Ollama), {"error":{"message","type","code"}} (OpenAI),
/// {"object":"error","message"} (old vLLM), {"detail":…} (FastAPI), another server's JSON as text inside the message, HTML, nothing.
/// </summary>
internal static class BackendErrorText
{
    private const int MaxDepth = 4;

    /// <summary>The words, or null for a body without any (empty, HTML).</summary>
    public static string? Read(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim('\uFEFF', ' ', '\r', '\n', '\t');
        return text.Length == 0 || text[0] == '<' ? null : Unwrap(text, MaxDepth);
    }

    /// <summary>The words in the value of an `error` field.</summary>
    public static string Read(JsonElement error) => FromJson(error, MaxDepth) ?? error.GetRawText();

    private static string Unwrap(string text, int depth)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (depth == 0 || start < 0)
            return text;
        try
        {
            using var json = JsonDocument.Parse(text[start..]);
            return FromJson(json.RootElement, depth - 1) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string? FromJson(JsonElement json, int depth)
    {
        if (json.ValueKind == JsonValueKind.String)
            return Unwrap(json.GetString()!, depth);
        if (depth == 0 || json.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in (ReadOnlySpan<string>)["error", "message", "detail"])
        {
            if (json.TryGetProperty(name, out var inner) && FromJson(inner, depth - 1) is { Length: > 0 } words)
            {
                // The type often says more than the message ("exceed_context_size_error", "not_found_error").
                return json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !words.Contains(type.GetString()!, StringComparison.Ordinal)
                    ? $"{words} [{type.GetString()}]"
                    : words;
            }
        }

        return json.TryGetProperty("detail", out var list) ? list.GetRawText() : null;
    }
}
