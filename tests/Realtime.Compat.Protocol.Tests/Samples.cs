using System.Text.Json;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>Server events of every kind, varied by a seed: nulls, empty lists, text of many scripts.</summary>
internal sealed class Samples(int seed)
{
    private static readonly string[] Texts = ["", "Hello.", "Grüße, 世界 🎧", "\"quoted\" \\ / <b>&amp;</b>", "line\nline\t\u0001\u2028", "👩‍👩‍👧‍👦 مرحبا"];

    private readonly Random _random = new(seed);

    /// <summary>One event of each kind.</summary>
    public IEnumerable<ServerEvent> Events()
    {
        yield return new SessionCreated { Session = Session() };
        yield return new SessionUpdated { Session = Session() };
        yield return new ErrorEvent { Details = new RealtimeError { Code = Maybe("code"), Message = Text(), Param = Maybe("a.b[0]"), EventId = Maybe("evt_1") } };
        yield return new InputAudioBufferCommitted { PreviousItemId = Maybe("item_0"), ItemId = "item_1" };
        yield return new InputAudioBufferCleared();
        yield return new InputAudioBufferSpeechStarted { AudioStartMs = _random.Next(), ItemId = "item_1" };
        yield return new InputAudioBufferSpeechStopped { AudioEndMs = _random.Next(), ItemId = "item_1" };
        yield return new InputAudioBufferTimeoutTriggered { AudioStartMs = 0, AudioEndMs = _random.Next(), ItemId = "item_1" };
        yield return new OutputAudioBufferStarted { ResponseId = "resp_1" };
        yield return new OutputAudioBufferStopped { ResponseId = "resp_1" };
        yield return new OutputAudioBufferCleared { ResponseId = "resp_1" };
        yield return new ConversationCreated { Conversation = new ConversationReference { Id = "conv_1" } };
        yield return new ConversationItemAdded { PreviousItemId = Maybe("item_0"), Item = Item() };
        yield return new ConversationItemDone { PreviousItemId = Maybe("item_0"), Item = Item() };
        yield return new ConversationItemRetrieved { Item = Item() };
        yield return new ConversationItemTruncated { ItemId = "item_1", ContentIndex = 0, AudioEndMs = _random.Next() };
        yield return new ConversationItemDeleted { ItemId = "item_1" };
        yield return new InputAudioTranscriptionDelta { ItemId = "item_1", ContentIndex = 0, Delta = Text(), Logprobs = Logprobs() };
        yield return new InputAudioTranscriptionCompleted
        {
            ItemId = "item_1",
            ContentIndex = 0,
            Transcript = Text(),
            Logprobs = Logprobs(),
            Usage = new TranscriptionUsage { Seconds = _random.Next(100) },
        };
        yield return new InputAudioTranscriptionFailed
        {
            ItemId = "item_1",
            ContentIndex = 0,
            Error = new TranscriptionError { Type = ErrorTypes.Server, Code = ErrorCodes.TranscriptionFailed, Message = Text() },
        };
        yield return new ResponseCreated { Response = Response() with { Status = ResponseStatus.InProgress, Output = [], Usage = null, StatusDetails = null } };
        yield return new ResponseDone { Response = Response() };
        yield return new ResponseOutputItemAdded { ResponseId = "resp_1", OutputIndex = 0, Item = Item() };
        yield return new ResponseOutputItemDone { ResponseId = "resp_1", OutputIndex = 0, Item = Item() };
        yield return new ResponseContentPartAdded { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Part = Part() };
        yield return new ResponseContentPartDone { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Part = Part() };
        yield return new ResponseOutputTextDelta { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Delta = Text() };
        yield return new ResponseOutputTextDone { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Text = Text() };
        yield return new ResponseOutputAudioTranscriptDelta { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Delta = Text() };
        yield return new ResponseOutputAudioTranscriptDone { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Transcript = Text() };
        yield return new ResponseOutputAudioDelta { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Delta = Audio() };
        yield return new ResponseOutputAudioDone { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0 };
        yield return new ResponseFunctionCallArgumentsDelta { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, CallId = "call_1", Delta = Text() };
        yield return new ResponseFunctionCallArgumentsDone
        {
            ResponseId = "resp_1",
            ItemId = "item_1",
            OutputIndex = 0,
            CallId = "call_1",
            Name = "weather",
            Arguments = "{}",
        };
        yield return new McpListToolsInProgress { ItemId = "item_1" };
        yield return new McpListToolsCompleted { ItemId = "item_1" };
        yield return new McpListToolsFailed { ItemId = "item_1" };
        yield return new ResponseMcpCallArgumentsDelta { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, Delta = Text() };
        yield return new ResponseMcpCallArgumentsDone { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, Arguments = "{}" };
        yield return new ResponseMcpCallInProgress { ItemId = "item_1", OutputIndex = 0 };
        yield return new ResponseMcpCallCompleted { ItemId = "item_1", OutputIndex = 0 };
        yield return new ResponseMcpCallFailed { ItemId = "item_1", OutputIndex = 0 };
        yield return new RateLimitsUpdated { RateLimits = Some(new RateLimit { Name = "tokens", Limit = 10, Remaining = 9, ResetSeconds = 0.25 }) };
    }

    public SessionConfiguration Session() => new()
    {
        Id = "sess_1",
        Kind = Pick(SessionKind.Realtime, SessionKind.Transcription),
        Model = "gpt-realtime",
        ExpiresAt = 1_800_000_000,
        OutputModality = Pick(Modality.Audio, Modality.Text),
        Instructions = Text(),
        InputFormat = Pick(Enum.GetValues<AudioFormat>()),
        OutputFormat = Pick(Enum.GetValues<AudioFormat>()),
        Transcription = Maybe(new Transcription { Model = "whisper-1", Language = Maybe("de"), Prompt = Maybe(Text()), Languages = Maybe<IReadOnlyList<string>>(["en"]), Keywords = Maybe<IReadOnlyList<string>>([Text()]), Delay = Maybe("low") }),
        NoiseReduction = Pick<NoiseReduction?>(null, NoiseReduction.NearField, NoiseReduction.FarField),
        TurnDetection = Pick<TurnDetection?>(
            null,
            new ServerVad { IdleTimeoutMs = Pick<int?>(null, 5000) },
            new SemanticVad { Eagerness = Pick(Enum.GetValues<Eagerness>()), CreateResponse = false }),
        Voice = "marin",
        Speed = Pick(0.25, 1.0, 1.5),
        Tools = Some(new FunctionTool { Name = "weather", Description = Maybe(Text()), Parameters = Maybe("{}") is { } json ? Json.Parse(json) : null }),
        ToolChoice = Pick(ToolChoice.Auto, ToolChoice.None, ToolChoice.Required),
        MaxOutputTokens = Pick<int?>(null, 4096),
        Truncation = Pick(
            Truncation.Auto,
            Truncation.Disabled,
            new Truncation { Mode = TruncationMode.RetentionRatio, RetentionRatio = 0.5, PostInstructionsTokenLimit = Pick<int?>(null, 100) }),
        Include = Maybe<IReadOnlyList<string>>(["item.input_audio_transcription.logprobs"]),
        Tracing = Pick<JsonElement?>(null, Json.Parse("\"auto\""), Json.Parse("""{"workflow_name":"w","metadata":{"a":1}}""")),
        Prompt = Pick<JsonElement?>(null, Json.Parse("""{"id":"pmpt_1","version":"1"}""")),
        Reasoning = Pick<JsonElement?>(null, Json.Parse("""{"effort":"low"}""")),
        ParallelToolCalls = Pick<bool?>(null, true),
    };

    public RealtimeResponse Response()
    {
        var status = Pick(ResponseStatus.Completed, ResponseStatus.Cancelled, ResponseStatus.Incomplete, ResponseStatus.Failed);
        return new RealtimeResponse
        {
            Id = "resp_1",
            Status = status,
            StatusDetails = status switch
            {
                ResponseStatus.Cancelled => new StatusDetails { Type = status, Reason = Pick(StatusReason.TurnDetected, StatusReason.ClientCancelled) },
                ResponseStatus.Incomplete => new StatusDetails { Type = status, Reason = Pick(StatusReason.MaxOutputTokens, StatusReason.ContentFilter) },
                ResponseStatus.Failed => new StatusDetails { Type = status, Error = new StatusError { Type = "server_error", Code = "c", Message = Text() } },
                _ => null,
            },
            Output = Some(Pick<ConversationItem>(Assistant(), Call(), McpItems.Pick(_random, Text()))),
            ConversationId = Maybe("conv_1"),
            OutputModality = Pick(Modality.Audio, Modality.Text),
            MaxOutputTokens = Pick<int?>(null, 1),
            OutputFormat = Pick(Enum.GetValues<AudioFormat>()),
            Voice = "alloy",
            Temperature = 0.8,
            Usage = Maybe(new ResponseUsage { InputTokenDetails = new InputTokenDetails { TextTokens = 3, AudioTokens = 4 } }),
            Metadata = Maybe<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["key"] = Text(), [Text()] = "" }),
        };
    }

    private List<TokenLogProbability>? Logprobs() => Maybe<List<TokenLogProbability>>([new TokenLogProbability { Token = Text(), Logprob = -_random.NextDouble(), Bytes = [0xC3, 0xA9] }]);

    private ConversationItem Item() => Pick<ConversationItem>(
        McpItems.Pick(_random, Text()),
        Assistant(),
        Call(),
        new FunctionCallOutputItem { Id = "item_1", CallId = "call_1", Output = Text() },
        new MessageItem { Id = "item_1", Role = Role.System, Content = [new InputText { Text = Text() }] },
        new MessageItem { Id = "item_1", Role = Role.User, Content = [new InputAudio { Transcript = Maybe(Text()), Audio = _random.Next(2) is 0 ? null : Audio() }] });

    private MessageItem Assistant() => new MessageItem
    {
        Id = "item_1",
        Role = Role.Assistant,
        Status = Pick(ItemStatus.InProgress, ItemStatus.Completed, ItemStatus.Incomplete),
        Content = Some(Pick<ContentPart>(new OutputText { Text = Text() }, new OutputAudio { Transcript = Maybe(Text()) })),
    };

    private FunctionCallItem Call() =>
        new FunctionCallItem { Id = "item_1", Status = Pick(ItemStatus.InProgress, ItemStatus.Completed), CallId = "call_1", Name = "weather", Arguments = Text() };

    private ResponsePart Part() => Pick<ResponsePart>(new TextPart { Text = Text() }, new AudioPart { Transcript = Text() });

    private byte[] Audio()
    {
        var audio = new byte[2 * _random.Next(50)];
        _random.NextBytes(audio);
        return audio;
    }

    private string Text() => Pick(Texts);

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private T? Maybe<T>(T value)
        where T : class => _random.Next(2) is 0 ? null : value;

    private IReadOnlyList<T> Some<T>(T value) => [.. Enumerable.Repeat(value, _random.Next(3))];
}
