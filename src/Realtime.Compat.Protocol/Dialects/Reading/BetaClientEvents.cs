using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects.Writing;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Beta's client events.</summary>
internal static class BetaClientEvents
{
    private static readonly ItemReader Items = new(PartsWith(), Mcp.RefuseInBeta<ConversationItem>);

    private static readonly ItemReader Inputs = new(PartsWith(("item_reference", ReadReferencePart)), Mcp.RefuseInBeta<ConversationItem>);

    private static readonly IReadOnlyList<(string, AudioFormat)> Formats =
        [.. Enum.GetValues<AudioFormat>().Select(format => (format.Name(), format))];

    /// <summary>Every event, in the order in which errors list them.</summary>
    public static IReadOnlyList<(string Type, Func<ObjectReader, ClientEvent> Read)> All { get; } =
    [
        ("session.update", ReadSessionUpdate),
        ("transcription_session.update", ReadTranscriptionSessionUpdate),
        ("input_audio_buffer.append", CommonClientEvents.Append),
        ("input_audio_buffer.commit", CommonClientEvents.Commit),
        ("input_audio_buffer.clear", CommonClientEvents.Clear),
        ("conversation.item.create", fields => CommonClientEvents.Create(fields, Items)),
        ("conversation.item.truncate", CommonClientEvents.Truncate),
        ("conversation.item.delete", CommonClientEvents.Delete),
        ("conversation.item.retrieve", CommonClientEvents.Retrieve),
        ("response.create", ReadResponseCreate),
        ("response.cancel", CommonClientEvents.Cancel),
        ("output_audio_buffer.clear", CommonClientEvents.ClearOutput),
    ];

    private static SessionUpdate ReadSessionUpdate(ObjectReader fields) =>
        new() { Session = fields.Required("session", session => session.Object(ReadSession)) };

    private static SessionUpdate ReadTranscriptionSessionUpdate(ObjectReader fields) =>
        new() { Session = fields.Required("session", session => session.Object(ReadTranscriptionSession)) };

    private static SessionPatch ReadSession(ObjectReader fields) => ReadHearing(fields, new SessionPatch
    {
        Model = fields.Optional("model", field => field.NonEmptyText()),
        OutputModality = fields.Optional("modalities", Modalities),
        Instructions = fields.Optional("instructions", field => field.Text()),
        OutputFormat = fields.Optional("output_audio_format", field => field.OneOf(Formats)),
        Voice = fields.Optional("voice", SessionFields.Voice),
        Speed = fields.Optional("speed", SessionFields.Speed),
        Tools = fields.Optional("tools", ToolFields.Beta.Tools),
        ToolChoice = fields.Optional("tool_choice", ToolFields.Beta.Choice),
        MaxOutputTokens = TokenLimit(fields),
        Temperature = fields.Optional("temperature", SessionFields.Temperature),
        Truncation = fields.Optional("truncation", TruncationFields.Read),
        Include = fields.Optional("include", SessionFields.Include),
        Tracing = fields.Optional("tracing", SessionFields.Tracing),
        Prompt = fields.Optional("prompt", SessionFields.Prompt),
    });

    private static SessionPatch ReadTranscriptionSession(ObjectReader fields)
    {
        // Part of the schema, though such a session answers nothing.
        fields.Value("modalities", field => field.List(modality => modality.OneOf<Modality>()));
        return ReadHearing(fields, new SessionPatch
        {
            Kind = SessionKind.Transcription,
            Include = fields.Optional("include", SessionFields.Include),
        });
    }

    private static SessionPatch ReadHearing(ObjectReader fields, SessionPatch patch) => patch with
    {
        InputFormat = fields.Optional("input_audio_format", field => field.OneOf(Formats)),
        Transcription = fields.Optional("input_audio_transcription", SessionFields.Transcription),
        NoiseReduction = fields.Optional("input_audio_noise_reduction", SessionFields.NoiseReduction),
        TurnDetection = fields.Optional("turn_detection", SessionFields.TurnDetection),
    };

    private static ResponseCreate ReadResponseCreate(ObjectReader fields) => new()
    {
        Response = fields.Value("response", field => field.OrNull(inner => inner.Object(ReadResponse))) ?? new ResponseParameters(),
    };

    private static ResponseParameters ReadResponse(ObjectReader fields) => new()
    {
        OutputModality = fields.Value<Modality?>("modalities", field => Modalities(field)),
        Instructions = fields.Value("instructions", field => field.Text()),
        OutputFormat = fields.Value<AudioFormat?>("output_audio_format", field => field.OneOf(Formats)),
        Voice = fields.Value("voice", SessionFields.Voice),
        Tools = fields.Value("tools", ToolFields.Beta.Tools),
        ToolChoice = fields.Value("tool_choice", ToolFields.Beta.Choice),
        MaxOutputTokens = TokenLimit(fields),
        Temperature = fields.Value<double?>("temperature", field => SessionFields.Temperature(field)),
        OutOfBand = fields.Value("conversation", ResponseFields.OutOfBand),
        Metadata = fields.Value("metadata", ResponseFields.Metadata),
        Input = fields.Value("input", field => field.OrNull(ReadInput)),
    };

    /// <summary>Reads the limit under either of the two names that the specification had for it.</summary>
    private static Optional<int?> TokenLimit(ObjectReader fields)
    {
        var newer = fields.Optional("max_output_tokens", SessionFields.TokenLimit);
        var older = fields.Optional("max_response_output_tokens", SessionFields.TokenLimit);
        return older.IsPresent ? older : newer;
    }

    private static Modality Modalities(Field field) => SessionFields.Modalities(field, Modality.Audio, Modality.Text);

    /// <summary>Reads a response's context; a message made of references stands for the items it refers to.</summary>
    private static IReadOnlyList<ConversationItem> ReadInput(Field field) =>
        [.. field.List(Inputs.ReadInput).SelectMany(item => item is MessageItem message ? Resolve(message) : [item])];

    private static IEnumerable<ConversationItem> Resolve(MessageItem message)
    {
        foreach (var reference in message.Content?.OfType<ReferencePart>() ?? [])
            yield return new ItemReference { Id = reference.Id };
        ContentPart[] spoken = [.. message.Content?.Where(part => part is not ReferencePart) ?? []];
        if (spoken.Length > 0)
            yield return message with { Content = spoken };
    }

    private static Dictionary<Role, IReadOnlyList<(string, Func<ObjectReader, ContentPart>)>> PartsWith(
        params (string, Func<ObjectReader, ContentPart>)[] more) => new()
        {
            [Role.User] = [("input_text", ContentParts.InputText), ("input_audio", ContentParts.InputAudio), .. more],
            [Role.Assistant] = [("text", ContentParts.OutputText), ("audio", ContentParts.OutputAudio), .. more],
            [Role.System] = [("input_text", ContentParts.InputText), .. more],
        };

    private static ReferencePart ReadReferencePart(ObjectReader fields) => new(fields.Required("id", field => field.NonEmptyText()));

    /// <summary>Beta's content part <c>item_reference</c>; it never leaves the reader.</summary>
    private sealed record ReferencePart(string Id) : ContentPart;
}
