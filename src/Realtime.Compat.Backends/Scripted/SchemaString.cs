using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>Makes a text within a schema's limits: of its format, or the user's words. Lengths count code points, as JSON schema does.</summary>
internal static class SchemaString
{
    private const int MaxPadding = 10_000;

    public static string Make(JsonObject schema, UserWords words, string name, int variant)
    {
        var least = (int)Math.Min(SchemaNode.Number(schema["minLength"]) ?? 0, MaxPadding);
        var most = (int)Math.Min(SchemaNode.Number(schema["maxLength"]) ?? int.MaxValue, int.MaxValue);
        var text = schema["format"] is JsonValue format && OfFormat(format.ToString(), variant) is { } formed ? formed
            : schema["pattern"] is JsonValue pattern && OfPattern(pattern.ToString(), words) is { } matching ? matching
            : (variant == 0 ? "" : $"{(variant + 1).ToString(CultureInfo.InvariantCulture)} ") + (words.Phrase.Length > 0 ? words.Phrase : name);
        return Fit(text, least, most);
    }

    private static string Fit(string text, int least, int most)
    {
        var runes = text.EnumerateRunes().ToList();
        if (runes.Count > most)
            return string.Concat(runes.Take(most));
        return runes.Count >= least ? text : text + new string('x', least - runes.Count);
    }

    private static string? OfFormat(string format, int variant)
    {
        var n = variant.ToString(CultureInfo.InvariantCulture);
        var day = (1 + (variant % 28)).ToString("00", CultureInfo.InvariantCulture);
        return format switch
        {
            "date" => $"2026-01-{day}",
            "date-time" => $"2026-01-{day}T12:00:00Z",
            "time" => $"12:{(variant % 60).ToString("00", CultureInfo.InvariantCulture)}:00Z",
            "duration" => $"PT{variant + 1}M",
            "email" or "idn-email" => $"user{n}@example.com",
            "hostname" or "idn-hostname" => $"host{n}.example.com",
            "ipv4" => $"192.0.2.{variant % 256}",
            "ipv6" => $"2001:db8::{variant % 10000}",
            "uri" or "iri" or "url" => $"https://example.com/{n}",
            "uri-reference" or "iri-reference" => $"/{n}",
            "uuid" => $"00000000-0000-4000-8000-{variant.ToString("000000000000", CultureInfo.InvariantCulture)}",
            "byte" => Convert.ToBase64String(Encoding.ASCII.GetBytes($"data{n}")),
            "regex" => ".*",
            "json-pointer" => $"/{n}",
            _ => null,
        };
    }

    /// <summary>Tries the user's words and a few common shapes; null when none matches.</summary>
    private static string? OfPattern(string pattern, UserWords words)
    {
        try
        {
            var regex = new Regex(pattern, RegexOptions.ECMAScript, TimeSpan.FromMilliseconds(100));
            string[] shapes = [words.Phrase, .. words.Phrase.Split(' '), "a", "A", "1", "abc", "ABC", "a1", "12", "123", "1234", "12345", "123456", "+15550100", "2026-01-01", "12:00", "#a1b2c3", "1.0.0"];
            return shapes.FirstOrDefault(s => s.Length > 0 && regex.IsMatch(s));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
