using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.Backends.Tests.StandIn;

/// <summary>
/// A chat server with a small mind of its own, in Ollama's notation and in OpenAI's: it repeats what the user says word by word, asks its tool about the
/// weather, speaks what the tool said, and stops at the limit it is given.
/// </summary>
internal static class ParrotServer
{
    public static StandInServer Start() => StandInServer.Start(exchange => exchange.Path switch
    {
        "/api/version" => exchange.RespondAsync(200, "application/json", """{"version":"0.33.0"}"""),
        "/api/show" => exchange.RespondAsync(200, "application/json", """{"capabilities":["completion","tools"],"model_info":{"qwen3.context_length":262144}}"""),
        "/api/ps" => exchange.RespondAsync(200, "application/json", """{"models":[{"name":"m:latest","context_length":8192,"size_vram":0}]}"""),
        "/api/chat" => OllamaAsync(exchange),
        "/v1/chat/completions" => OpenAIAsync(exchange),
        _ => exchange.RespondAsync(404, "text/plain", "404 page not found"),
    });

    private static Task OllamaAsync(StandInExchange exchange)
    {
        var messages = exchange.Json["messages"]!.AsArray();
        if (messages.Count == 0) return exchange.StreamAsync(Say.Ndjson, """{"model":"m","done":true,"done_reason":"load"}""" + "\n");
        if (WantsTool(exchange.Json))
        {
            return exchange.StreamAsync(
                Say.Ndjson,
                """{"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"get_weather","arguments":{"city":"Paris"}}}]},"done":false}""" + "\n",
                Say.Done());
        }

        var (words, isCut) = Words(messages, (int?)exchange.Json["options"]?["num_predict"]);
        return exchange.StreamAsync(Say.Ndjson, [.. words.Select(Say.Line), Say.Done(isCut ? "length" : "stop")]);
    }

    private static Task OpenAIAsync(StandInExchange exchange)
    {
        if (WantsTool(exchange.Json))
        {
            return exchange.StreamAsync(
                Say.Sse,
                Say.Delta("""{"tool_calls":[{"index":0,"id":"call_7","type":"function","function":{"name":"get_weather","arguments":"{\"ci"}}]}"""),
                Say.Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"ty\":\"Paris\"}"}}]}"""),
                Say.Delta("{}", "tool_calls"),
                Say.Usage,
                Say.End);
        }

        var (words, isCut) = Words(exchange.Json["messages"]!.AsArray(), (int?)exchange.Json["max_tokens"]);
        return exchange.StreamAsync(Say.Sse, [.. words.Select(word => Say.Content(word)), Say.Delta("{}", isCut ? "length" : "stop"), Say.Usage, Say.End]);
    }

    private static bool WantsTool(JsonNode request) =>
        request["tools"] is JsonArray { Count: > 0 } && (string?)request["tool_choice"] != "none"
        && (string?)request["messages"]!.AsArray()[^1]!["role"] == "user" && TextOf(request["messages"]!.AsArray()[^1]!).Contains("weather", StringComparison.Ordinal);

    private static (string[] Words, bool IsCut) Words(JsonArray messages, int? limit)
    {
        var last = messages[^1]!;
        var text = (string?)last["role"] == "tool" ? $"get_weather says: {TextOf(last)}." : $"You said: {TextOf(last)}.";
        var words = text.Split(' ').Select((word, index) => index == 0 ? word : " " + word).ToArray();
        return limit < words.Length ? (words[..limit.Value], true) : (words, false);
    }

    private static string TextOf(JsonNode message) => message["content"] is JsonArray parts
        ? string.Concat(parts.Select(part => (string?)part!["text"]))
        : message["content"]?.GetValueKind() == JsonValueKind.String ? (string)message["content"]! : "";
}
