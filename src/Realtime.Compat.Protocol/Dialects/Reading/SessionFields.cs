using System.Text.Json;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Values of sessions and responses that both dialects spell alike.</summary>
internal static class SessionFields
{
    /// <summary>Longest stretch of audio that a setting may name, in ms: the longest session.</summary>
    private const int LongestMs = 60 * 60 * 1000;

    private const int MinIdleTimeoutMs = 5_000;
    private const int MaxIdleTimeoutMs = 30_000;

    private static readonly IReadOnlyList<(string, Func<ObjectReader, TurnDetection>)> TurnDetections =
        [("server_vad", ReadServerVad), ("semantic_vad", ReadSemanticVad)];

    private static readonly IReadOnlyList<(string, Func<ObjectReader, string>)> VariableKinds =
        [("input_text", fields => fields.Required("text", text => text.Text())), ("input_image", AnyFields), ("input_file", AnyFields)];

    /// <summary>Degrees of reasoning effort and of transcription delay.</summary>
    private static readonly string[] Degrees = ["minimal", "low", "medium", "high", "xhigh"];

    /// <summary>Reads a voice: a name, or <c>{"id":…}</c> of one made to measure. Any name will do: the server maps what it does not have.</summary>
    public static string Voice(Field field)
    {
        if (field.IsObject)
            return field.Object(fields => fields.Required("id", id => id.NonEmptyText()));
        if (field.IsText)
            return field.NonEmptyText();
        field.Expected("string or object");
        return "";
    }

    /// <summary>Reads a pace.</summary>
    public static double Speed(Field field) => field.Number(0.25, 1.5);

    /// <summary>Reads a sampling temperature.</summary>
    public static double Temperature(Field field) => field.Number(0.6, 1.2);

    /// <summary>Reads a limit on tokens; null for <c>"inf"</c>.</summary>
    public static int? TokenLimit(Field field)
    {
        if (!field.IsText)
            return field.Integer(1, 4096);
        field.Word("inf");
        return null;
    }

    /// <summary>Reads modalities, of which only some sets make sense.</summary>
    /// <param name="field">A list.</param>
    /// <param name="audio">The set that means speech, in order.</param>
    public static Modality Modalities(Field field, params Modality[] audio)
    {
        var modalities = field.List(modality => modality.OneOf<Modality>()).Order().ToArray();
        if (modalities is [Modality.Text])
            return Modality.Text;
        if (!modalities.SequenceEqual(audio))
            field.Refuse($"Invalid modalities: {Show(modalities)}. Supported combinations are: ['text'] and {Show(audio)}.");
        return Modality.Audio;

        static string Show(IEnumerable<Modality> set) =>
            Faults.Clip($"[{string.Join(", ", set.Select(modality => $"'{WireNames<Modality>.Of(modality)}'"))}]");
    }

    /// <summary>Reads who ends turns; null, and early clients' <c>{"type":"none"}</c>, for the client.</summary>
    public static TurnDetection? TurnDetection(Field field) =>
        field.IsNull || field.IsOfType("none") ? null : field.Object(fields => fields.OneOf(TurnDetections, byDefault: ReadServerVad));

    /// <summary>Reads transcription wishes, or null.</summary>
    public static Transcription? Transcription(Field field) => field.OrNull(inner => inner.Object(fields => new Transcription
    {
        Model = fields.Value("model", TextOrNull),
        Language = fields.Value("language", TextOrNull),
        Prompt = fields.Value("prompt", TextOrNull),
        Languages = fields.Value("languages", TextsOrNull),
        Keywords = fields.Value("keywords", TextsOrNull),
        Delay = fields.Value("delay", delay => delay.OrNull(value => value.Word(Degrees))),
    }));

    /// <summary>Reads where the microphone stands, or null.</summary>
    public static NoiseReduction? NoiseReduction(Field field) => field.OrNullValue(inner =>
        inner.Object(fields => fields.Required("type", type => type.OneOf<NoiseReduction>())));

    /// <summary>Reads tracing settings: <c>"auto"</c>, an object, or null.</summary>
    public static JsonElement? Tracing(Field field)
    {
        if (field.IsText)
            field.Word("auto");
        else if (!field.IsNull)
            field.Object(fields => (fields.Value("workflow_name", TextOrNull), fields.Value("group_id", TextOrNull), fields.Value("metadata", ObjectOrNull)));
        return field.OrNullValue(inner => inner.Json());
    }

    /// <summary>Reads a reference to a prompt template, or null.</summary>
    public static JsonElement? Prompt(Field field)
    {
        if (!field.IsNull)
        {
            field.Object(fields =>
                (fields.Required("id", id => id.NonEmptyText()), fields.Value("version", TextOrNull), fields.Value("variables", Variables)));
        }

        return field.OrNullValue(inner => inner.Json());
    }

    /// <summary>Reads what a template's variables stand for: texts, or parts of a message. They are echoed, so they must be what the wire allows.</summary>
    private static JsonElement? Variables(Field field)
    {
        if (!field.IsNull)
            field.EachValue(ReadVariable);
        return null;
    }

    private static void ReadVariable(Field variable)
    {
        if (variable.IsObject)
            variable.Object(fields => fields.OneOf(VariableKinds));
        else if (!variable.IsText)
            variable.Expected("string or object");
    }

    private static string AnyFields(ObjectReader fields)
    {
        fields.IgnoreOthers();
        return "";
    }

    /// <summary>Reads reasoning settings, or null.</summary>
    public static JsonElement? Reasoning(Field field)
    {
        if (!field.IsNull)
            field.Object(fields => fields.Value("effort", effort => effort.OrNull(inner => inner.Word(Degrees))));
        return field.OrNullValue(inner => inner.Json());
    }

    /// <summary>Reads whether tools may be called in parallel, or null.</summary>
    public static bool? ParallelToolCalls(Field field) => field.OrNullValue(inner => inner.Flag());

    /// <summary>Reads extra fields to send, or null.</summary>
    public static IReadOnlyList<string>? Include(Field field) => field.OrNull(inner => inner.List(name => name.Word("item.input_audio_transcription.logprobs")));

    private static ServerVad ReadServerVad(ObjectReader fields)
    {
        var byDefault = new ServerVad();
        return new ServerVad
        {
            Threshold = fields.Optional("threshold", field => field.Number(0, 1)).Or(byDefault.Threshold),
            PrefixPaddingMs = fields.Optional("prefix_padding_ms", field => field.Integer(0, LongestMs)).Or(byDefault.PrefixPaddingMs),
            SilenceDurationMs = fields.Optional("silence_duration_ms", field => field.Integer(0, LongestMs)).Or(byDefault.SilenceDurationMs),
            IdleTimeoutMs = fields.Value("idle_timeout_ms", field => field.OrNullValue(ms => ms.Integer(MinIdleTimeoutMs, MaxIdleTimeoutMs))),
            CreateResponse = CreateResponse(fields),
            InterruptResponse = InterruptResponse(fields),
        };
    }

    private static SemanticVad ReadSemanticVad(ObjectReader fields) => new()
    {
        Eagerness = fields.Optional("eagerness", field => field.OneOf<Eagerness>()).Or(Eagerness.Auto),
        CreateResponse = CreateResponse(fields),
        InterruptResponse = InterruptResponse(fields),
    };

    private static bool CreateResponse(ObjectReader fields) => fields.Optional("create_response", field => field.Flag()).Or(true);

    private static bool InterruptResponse(ObjectReader fields) => fields.Optional("interrupt_response", field => field.Flag()).Or(true);

    private static string? TextOrNull(Field field) => field.OrNull(inner => inner.Text());

    private static IReadOnlyList<string>? TextsOrNull(Field field) => field.OrNull(inner => inner.List(text => text.Text()));

    private static JsonElement? ObjectOrNull(Field field) => field.OrNullValue(inner => inner.JsonObject());
}
