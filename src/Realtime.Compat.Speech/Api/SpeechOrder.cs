using System.Text.Json;

namespace Realtime.Compat.Speech.Api;

/// <summary>The fields of a speech request, checked one by one.</summary>
/// <param name="Input">The text; not empty.</param>
/// <param name="Voice">A voice's name; not empty.</param>
/// <param name="Model">A model's name, if one was given.</param>
/// <param name="Language">The language to speak, if one was given (an extension of this worker).</param>
/// <param name="LanguageHint">The language the text is probably in, if one was given (an extension too): taken where it fits.</param>
/// <param name="Format"><c>pcm</c> or <c>wav</c>.</param>
/// <param name="Speed">0.25…4.</param>
/// <param name="AsEvents">Whether the sound comes as server-sent events, with the words' times beside it.</param>
internal sealed record SpeechOrder(string Input, string Voice, string? Model, string? Language, string? LanguageHint, string Format, double Speed, bool AsEvents)
{
    private const double Slowest = 0.25;
    private const double Fastest = 4;

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="maxCharacters">Most UTF-16 code units of the text.</param>
    /// <exception cref="ApiException">400: no JSON object, or a field that cannot be used.</exception>
    public static SpeechOrder Parse(ReadOnlyMemory<byte> body, int maxCharacters)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw ApiException.Invalid("The request's body must be a JSON object.");

            var input = Text(root, "input") ?? throw Missing("input");
            if (string.IsNullOrWhiteSpace(input)) throw ApiException.Invalid("'input' must not be empty.", "input", "invalid_value");
            if (input.Length > maxCharacters)
                throw ApiException.Invalid($"'input' has {input.Length} characters; {maxCharacters} are the most.", "input", "string_above_max_length");

            return new SpeechOrder(
                input, VoiceOf(root), Text(root, "model"), Text(root, "language"), Text(root, "language_hint"), FormatOf(root), SpeedOf(root), AsEventsOf(root));
        }
        catch (JsonException)
        {
            throw ApiException.Invalid("The request's body is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid("A text in the request's body is not valid Unicode.");
        }
    }

    private static bool AsEventsOf(JsonElement root) => Text(root, "stream_format") switch
    {
        null or "audio" => false,
        "sse" => true,
        var other => throw ApiException.Invalid($"'{other}' is not offered as stream_format; 'audio' and 'sse' are.", "stream_format", "unsupported_value"),
    };

    private static string FormatOf(JsonElement root) => Text(root, "response_format") switch
    {
        null => "wav",
        "wav" => "wav",
        "pcm" => "pcm",
        var other => throw ApiException.Invalid(
            $"'{other}' is not offered as response_format; 'pcm' (24 kHz, 16 bits, mono) and 'wav' are.", "response_format", "unsupported_value"),
    };

    private static double SpeedOf(JsonElement root)
    {
        if (!root.TryGetProperty("speed", out var speed) || speed.ValueKind == JsonValueKind.Null) return 1;
        if (speed.ValueKind == JsonValueKind.Number && speed.GetDouble() is >= Slowest and <= Fastest and var value) return value;
        throw ApiException.Invalid($"'speed' must be a number between {Slowest} and {Fastest}.", "speed", "invalid_value");
    }

    /// <summary>A name, or an object with the name as <c>id</c>, as OpenAI has it for custom voices.</summary>
    private static string VoiceOf(JsonElement root)
    {
        if (root.TryGetProperty("voice", out var voice) && voice.ValueKind == JsonValueKind.Object)
            return Text(voice, "id") ?? throw Missing("voice");
        return Text(root, "voice") ?? throw Missing("voice");
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw ApiException.Invalid($"'{name}' must be a string.", name, "invalid_type");
    }

    private static ApiException Missing(string name) =>
        ApiException.Invalid($"Missing required parameter: '{name}'.", name, "missing_required_parameter");
}
