using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>GA's client events.</summary>
internal static class GaClientEvents
{
    private static readonly ItemReader Items = new(new Dictionary<Role, IReadOnlyList<(string, Func<ObjectReader, ContentPart>)>>
    {
        [Role.User] =
        [
            ("input_text", ContentParts.InputText),
            ("input_audio", ContentParts.InputAudio),
            ("input_image", ContentParts.InputImage),
        ],
        [Role.Assistant] = [("output_text", ContentParts.OutputText), ("output_audio", ContentParts.OutputAudio)],
        [Role.System] = [("input_text", ContentParts.InputText)],
    }, Mcp.ApprovalResponse);

    private static readonly IReadOnlyList<(string, Func<ObjectReader, SessionPatch>)> Sessions =
        [("realtime", ReadRealtimeSession), ("transcription", ReadTranscriptionSession)];

    /// <summary>Every event, in the order in which errors list them.</summary>
    public static IReadOnlyList<(string Type, Func<ObjectReader, ClientEvent> Read)> All { get; } =
    [
        ("session.update", ReadSessionUpdate),
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

    private static SessionUpdate ReadSessionUpdate(ObjectReader fields) => new()
    {
        Session = fields.Required("session", session => session.Object(inner => inner.OneOf(Sessions))),
    };

    private static SessionPatch ReadRealtimeSession(ObjectReader fields)
    {
        var patch = new SessionPatch
        {
            Model = fields.Optional("model", field => field.NonEmptyText()),
            OutputModality = fields.Optional("output_modalities", Modalities),
            Instructions = fields.Optional("instructions", field => field.Text()),
            Tools = fields.Optional("tools", ToolFields.Ga.Tools),
            ToolChoice = fields.Optional("tool_choice", ToolFields.Ga.Choice),
            MaxOutputTokens = fields.Optional("max_output_tokens", SessionFields.TokenLimit),
            Truncation = fields.Optional("truncation", TruncationFields.Read),
            Include = fields.Optional("include", SessionFields.Include),
            Tracing = fields.Optional("tracing", SessionFields.Tracing),
            Prompt = fields.Optional("prompt", SessionFields.Prompt),
            Reasoning = fields.Optional("reasoning", SessionFields.Reasoning),
            ParallelToolCalls = fields.Optional("parallel_tool_calls", SessionFields.ParallelToolCalls),
        };
        return fields.Within("audio", patch, (audio, soFar) =>
            audio.Within("output", audio.Within("input", soFar, ReadAudioInput), ReadAudioOutput));
    }

    private static SessionPatch ReadTranscriptionSession(ObjectReader fields)
    {
        var patch = new SessionPatch
        {
            Kind = SessionKind.Transcription,
            Include = fields.Optional("include", SessionFields.Include),
        };
        return fields.Within("audio", patch, (audio, soFar) => audio.Within("input", soFar, ReadAudioInput));
    }

    private static SessionPatch ReadAudioInput(ObjectReader input, SessionPatch patch) => patch with
    {
        InputFormat = input.Optional("format", ReadFormat),
        Transcription = input.Optional("transcription", SessionFields.Transcription),
        NoiseReduction = input.Optional("noise_reduction", SessionFields.NoiseReduction),
        TurnDetection = input.Optional("turn_detection", SessionFields.TurnDetection),
    };

    private static SessionPatch ReadAudioOutput(ObjectReader output, SessionPatch patch) => patch with
    {
        OutputFormat = output.Optional("format", ReadFormat),
        Voice = output.Optional("voice", SessionFields.Voice),
        Speed = output.Optional("speed", SessionFields.Speed),
    };

    private static ResponseCreate ReadResponseCreate(ObjectReader fields) => new()
    {
        Response = fields.Value("response", field => field.OrNull(inner => inner.Object(ReadResponse))) ?? new ResponseParameters(),
    };

    private static ResponseParameters ReadResponse(ObjectReader fields)
    {
        fields.Value("prompt", SessionFields.Prompt);
        var parameters = new ResponseParameters
        {
            OutputModality = fields.Value<Modality?>("output_modalities", field => Modalities(field)),
            Instructions = fields.Value("instructions", field => field.Text()),
            Tools = fields.Value("tools", ToolFields.Ga.Tools),
            ToolChoice = fields.Value("tool_choice", ToolFields.Ga.Choice),
            MaxOutputTokens = fields.Optional("max_output_tokens", SessionFields.TokenLimit),
            ParallelToolCalls = fields.Value("parallel_tool_calls", SessionFields.ParallelToolCalls),
            Reasoning = fields.Value("reasoning", SessionFields.Reasoning),
            OutOfBand = fields.Value("conversation", ResponseFields.OutOfBand),
            Metadata = fields.Value("metadata", ResponseFields.Metadata),
            Input = fields.Value("input", field => field.OrNull(list => list.List(Items.ReadInput))),
        };
        return fields.Within("audio", parameters, (audio, soFar) => audio.Within("output", soFar, (output, inner) => inner with
        {
            OutputFormat = output.Value<AudioFormat?>("format", field => ReadFormat(field)),
            Voice = output.Value("voice", SessionFields.Voice),
        }));
    }

    private static Modality Modalities(Field field) => SessionFields.Modalities(field, Modality.Audio);

    /// <summary>Reads a format; an absent rate is the format's own, any other is a fault.</summary>
    private static AudioFormat ReadFormat(Field field) => field.Object(fields =>
    {
        var format = fields.Required("type", type => type.OneOf<AudioFormat>());
        fields.Value("rate", rate => rate.Integer(format.SampleRateHz(), format.SampleRateHz()));
        return format;
    });
}
