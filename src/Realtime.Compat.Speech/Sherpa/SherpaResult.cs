using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Reads sherpa-onnx's results as JSON, whose form depends less on the version than that of the result structs.</summary>
internal static partial class SherpaResult
{
    // The mark of a word's beginning in SentencePiece vocabularies; sherpa-onnx turns it into a space in most engines.
    private const char WordBegins = '▁';
    private const string WordGoesOn = "@@";

    /// <summary>Reads a result.</summary>
    /// <param name="json">A UTF-8 text of sherpa-onnx, not freed here.</param>
    /// <param name="duration">Length of the audio: the last word ends there at the latest.</param>
    /// <param name="language">The language if it is known beforehand; else what the engine says is taken.</param>
    public static RecognizedUtterance Read(nint json, TimeSpan duration, string? language)
    {
        using var document = Parse(Marshal.PtrToStringUTF8(json) ?? "{}");
        var root = document.RootElement;
        var text = Clean(root.TryGetProperty("text", out var written) ? written.GetString() ?? "" : "");
        if (text.Length == 0) return RecognizedUtterance.Silence;

        var heard = root.TryGetProperty("lang", out var lang) ? lang.GetString()?.Trim('<', '|', '>', ' ') : null;
        return new RecognizedUtterance(text, language ?? (string.IsNullOrEmpty(heard) ? null : heard.ToLowerInvariant()), Words(root, text, duration));
    }

    /// <summary>Removes what no speaker said: spaces around, and the loops of a model that has lost its way.</summary>
    internal static string Clean(string text)
    {
        text = text.Trim().Replace("\uFFFD", "", StringComparison.Ordinal);
        return Loop().Replace(text, "$1").Trim();
    }

    /// <summary>sherpa-onnx writes control characters as they are, and numbers that are none, which JSON does not have.</summary>
    private static JsonDocument Parse(string json)
    {
        try
        {
            var clean = string.Create(json.Length, json, (target, source) =>
            {
                for (var i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            });
            return JsonDocument.Parse(NoNumber().Replace(clean, "0"));
        }
        catch (JsonException)
        {
            throw new EngineException("sherpa-onnx gave a result that cannot be read.");
        }
    }

    private static List<RecognizedWord> Words(JsonElement root, string text, TimeSpan duration)
    {
        var tokens = Array(root, "tokens");
        var times = Array(root, "timestamps");
        if (tokens.Count == 0 || times.Count != tokens.Count) return [];

        var durations = Array(root, "durations");
        var probabilities = Array(root, "ys_log_probs");
        var words = new List<RecognizedWord>();
        var goesOn = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i].GetString() ?? "";
            var begins = token.Length > 0 && (token[0] is ' ' or WordBegins || Transcript.IsUnspaced(token[0])) || words.Count == 0;
            var piece = token.Trim(' ', WordBegins);
            var halves = piece.EndsWith(WordGoesOn, StringComparison.Ordinal);
            piece = halves ? piece[..^WordGoesOn.Length] : piece;
            var start = TimeSpan.FromSeconds(Math.Clamp(times[i].GetDouble(), 0, duration.TotalSeconds));
            var end = i < durations.Count && durations.Count == tokens.Count ? start + TimeSpan.FromSeconds(durations[i].GetDouble())
                : i + 1 < tokens.Count ? TimeSpan.FromSeconds(times[i + 1].GetDouble())
                : duration;
            end = end < start ? start : end > duration ? duration : end;
            var probability = probabilities.Count == tokens.Count ? Math.Min(0, probabilities[i].GetDouble()) : 0;
            if (piece.Length > 0)
            {
                if (!goesOn && begins) words.Add(new RecognizedWord(piece, start, end, probability));
                else words[^1] = words[^1] with { Text = words[^1].Text + piece, End = end, LogProbability = Math.Min(words[^1].LogProbability, probability) };
            }

            goesOn = halves;
        }

        // Vocabularies of bytes have pieces that are no text: then nobody can say which word lies where.
        return Letters(string.Concat(words.Select(word => word.Text))) == Letters(text) ? words : [];
    }

    private static string Letters(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static IReadOnlyList<JsonElement> Array(JsonElement root, string name) =>
        root.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray()] : [];

    [GeneratedRegex(@"(?<=[\[ ])-?(inf|nan)(?=[,\]])")]
    private static partial Regex NoNumber();

    // The same stretch with a letter in it, six times or more without a break.
    [GeneratedRegex(@"((?=[^\p{L}]{0,80}\p{L}).{2,80}?)\1{5,}", RegexOptions.Singleline)]
    private static partial Regex Loop();
}
