using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads parts of messages.</summary>
internal static class ContentParts
{
    /// <summary>Kinds of picture that vision models take.</summary>
    private static readonly string[] ImageTypes = ["png", "jpeg", "jpg", "webp", "gif"];

    /// <summary>Reads <c>input_text</c>.</summary>
    public static ContentPart InputText(ObjectReader fields) => new InputText { Text = Text(fields) };

    /// <summary>Reads <c>output_text</c> (beta: <c>text</c>).</summary>
    public static ContentPart OutputText(ObjectReader fields) => new OutputText { Text = Text(fields) };

    /// <summary>Reads <c>input_audio</c>: a recording, or only its words when a client replays a history.</summary>
    public static ContentPart InputAudio(ObjectReader fields)
    {
        var transcript = Transcript(fields);
        return new InputAudio
        {
            Transcript = transcript,
            Audio = transcript is null ? fields.Required("audio", Audio) : fields.Value("audio", field => field.OrNullValue(Audio)),
        };

        static ReadOnlyMemory<byte> Audio(Field field)
        {
            using var payload = field.Audio();
            return payload?.Span.ToArray();
        }
    }

    /// <summary>
    /// Reads <c>output_audio</c> (beta: <c>audio</c>). Clients cannot make the assistant's audio, only its words: without them the
    /// text is what is missing, as OpenAI says it.
    /// </summary>
    public static ContentPart OutputAudio(ObjectReader fields)
    {
        fields.Find("audio");
        return new OutputAudio { Transcript = Transcript(fields) ?? Text(fields) };
    }

    /// <summary>Reads <c>input_image</c>.</summary>
    public static ContentPart InputImage(ObjectReader fields) => new InputImage
    {
        ImageUrl = fields.Required("image_url", ImageUrl),
        Detail = fields.Value("detail", field => field.OrNull(detail => detail.Word("auto", "low", "high"))),
    };

    private static string ImageUrl(Field field)
    {
        var url = field.Text();
        if (field.IsText && !ImageTypes.Any(type => url.StartsWith($"data:image/{type};base64,", StringComparison.OrdinalIgnoreCase)))
            field.Refuse($"Invalid '{field.Path}': expected a base64-encoded data URI of a picture, such as 'data:image/png;base64,…'.");
        return url;
    }

    private static string Text(ObjectReader fields) => fields.Required("text", field => field.Text());

    private static string? Transcript(ObjectReader fields) => fields.Value("transcript", field => field.OrNull(words => words.Text()));
}
