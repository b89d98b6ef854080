using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// How a speech-to-text client is asked for log probabilities, and how it gives them: <c>include</c> among the options' additional properties
/// names <c>logprobs</c>, and an update's additional property <c>logprobs</c> is a JSON list of <c>{"token","logprob","bytes"}</c> that belongs to
/// the update's text. A client that knows nothing of this gives none.
/// </summary>
internal static class LogProbabilities
{
    private const string Name = "logprobs";

    /// <summary>Asks for them.</summary>
    public static void Ask(SpeechToTextOptions options) => (options.AdditionalProperties ??= [])["include"] = new[] { Name };

    /// <summary>Reads those of an update; null when it has none. What is not as it should be is left out.</summary>
    public static List<TokenLogProbability>? Read(SpeechToTextResponseUpdate update)
    {
        if (update.AdditionalProperties?.GetValueOrDefault(Name) is not JsonElement { ValueKind: JsonValueKind.Array } list)
            return null;
        List<TokenLogProbability> tokens = [];
        foreach (var entry in list.EnumerateArray())
        {
            if (Read(entry) is { } token)
                tokens.Add(token);
        }

        return tokens.Count > 0 ? tokens : null;
    }

    private static TokenLogProbability? Read(JsonElement entry)
    {
        if (entry.ValueKind is not JsonValueKind.Object
            || !entry.TryGetProperty("token", out var token) || token.ValueKind is not JsonValueKind.String
            || !entry.TryGetProperty("logprob", out var logprob) || logprob.ValueKind is not JsonValueKind.Number
            || logprob.GetDouble() is var value && !double.IsFinite(value))
            return null;
        var text = token.GetString()!;
        return new TokenLogProbability { Token = text, Logprob = value, Bytes = Bytes(entry) ?? [.. Encoding.UTF8.GetBytes(text).Select(one => (int)one)] };
    }

    private static List<int>? Bytes(JsonElement entry)
    {
        if (!entry.TryGetProperty("bytes", out var list) || list.ValueKind is not JsonValueKind.Array)
            return null;
        List<int> bytes = [];
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind is not JsonValueKind.Number || !one.TryGetByte(out var value))
                return null;
            bytes.Add(value);
        }

        return bytes;
    }
}
