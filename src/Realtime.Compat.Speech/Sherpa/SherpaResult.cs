using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>The text's words, each with the times of the tokens its letters came in.</summary>
    private static List<RecognizedWord> Words(JsonElement root, string text, TimeSpan duration)
    {
        var tokens = Array(root, "tokens");
        var times = Array(root, "timestamps");
        if (tokens.Count == 0 || times.Count != tokens.Count) return [];

        // The token of each letter. Vocabularies of bytes have pieces that are no text: then nobody can say which word lies where.
        var letters = new StringBuilder();
        var tokenOf = new List<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var piece = Letters((tokens[i].GetString() ?? "").Replace(WordGoesOn, "", StringComparison.Ordinal));
            letters.Append(piece);
            tokenOf.AddRange(Enumerable.Repeat(i, piece.Length));
        }

        if (letters.ToString() != Letters(text)) return [];

        var durations = Array(root, "durations");
        var probabilities = Array(root, "ys_log_probs");
        var words = new List<RecognizedWord>();
        var letter = 0;
        foreach (var word in Parts(text))
        {
            var (first, last) = (tokenOf[letter], tokenOf[letter + word.Length - 1]);
            letter += word.Length;
            var start = Within(Seconds(times[first]));
            var end = Within(durations.Count == tokens.Count ? Seconds(times[last]) + Seconds(durations[last]) : last + 1 < tokens.Count ? Seconds(times[last + 1]) : duration);
            var probability = probabilities.Count == tokens.Count ? Enumerable.Range(first, last - first + 1).Min(i => probabilities[i].GetDouble()) : 0;
            words.Add(new RecognizedWord(word, start, end < start ? start : end, Math.Min(0, probability)));
        }

        return words;

        TimeSpan Within(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time > duration ? duration : time;
    }

    /// <summary>Words between spaces; characters of scripts without spaces are words of their own.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        foreach (var part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            for (var i = 1; i < part.Length; i++)
            {
                if (char.IsLowSurrogate(part[i]) || !Transcript.IsUnspaced(part[i]) && !Transcript.IsUnspaced(part[i - 1])) continue;
                yield return part[start..i];
                start = i;
            }

            yield return part[start..];
        }
    }

    private static TimeSpan Seconds(JsonElement number) => TimeSpan.FromSeconds(number.GetDouble());

    private static string Letters(string text) => string.Concat(text.Where(character => character != WordBegins && !char.IsWhiteSpace(character)));

    private static IReadOnlyList<JsonElement> Array(JsonElement root, string name) =>
        root.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray()] : [];

    [GeneratedRegex(@"(?<=[\[ ])-?(inf|nan)(?=[,\]])")]
    private static partial Regex NoNumber();

    // The same stretch with a letter in it, six times or more without a break.
    [GeneratedRegex(@"((?=[^\p{L}]{0,80}\p{L}).{2,80}?)\1{5,}", RegexOptions.Singleline)]
    private static partial Regex Loop();
}
