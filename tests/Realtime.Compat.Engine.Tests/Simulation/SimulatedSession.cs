using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>
/// One session lived through on one thread, all of it decided by a seed: what the client sends, what the microphone hears, when each
/// stage gets further or fails, when time passes, when the client leaves. The same seed gives the same session.
/// </summary>
internal sealed class SimulatedSession : ISessionOutbox, ILogger<RealtimeSession>, IDisposable
{
    /// <summary>Tells the prompts of responses that begin by themselves.</summary>
    private const string SessionInstructions = "do as always";

    private readonly Random _random;
    private readonly EventRules _rules = new();
    private readonly WireOrder[] _orders;
    private readonly PromptRules _prompts;
    private readonly SimulatedStages _stages;
    private readonly SimulatedMcp _mcp = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _client = new();
    private readonly RealtimeSession _session;
    private readonly List<string> _responses = [];
    private readonly List<string> _approvals = [];
    private readonly Tool[] _tools;
    private int _lastApproval;
    private ResponseParameters? _asked;
    private string _instructions = SessionInstructions;
    private string? _instructionsOfApproval;
    private Exception? _breach;

    private SimulatedSession(int seed)
    {
        _random = new Random(seed);
        _prompts = new PromptRules(_rules);
        _stages = new SimulatedStages { Live = Chance(2) ? new SimulatedLive() : null, PromptSent = prompt => Guard(() => _prompts.Check(prompt)) };
        var hasMcp = Chance(3);
        // Beta has no MCP: there, what follows such an item has lost its predecessor.
        _orders = hasMcp ? [new WireOrder(Dialect.Ga)] : [new WireOrder(Chance(2) ? Dialect.Ga : Dialect.Beta)];
        _tools =
        [
            new FunctionTool { Name = "tool" },
            .. hasMcp ? [new McpTool { ServerLabel = "s", ServerUrl = new Uri("https://s.example"), RequireApproval = Chance(2) ? McpApproval.Always : McpApproval.Never }] : Array.Empty<Tool>(),
        ];
        var configuration = new SessionConfiguration
        {
            Id = "sess_1",
            Model = "m",
            ExpiresAt = _clock.GetUtcNow().AddMinutes(60).ToUnixTimeSeconds(),
            OutputModality = Chance(3) ? Modality.Text : Modality.Audio,
            Transcription = Chance(2) ? new Transcription() : null,
            Instructions = SessionInstructions,
            Tools = _tools,
        };
        var manners = RandomManners();
        _prompts.AllowsGuesses = manners.Speculate;
        var backends = new SessionBackends { Chat = _stages, SpeechToText = _stages, TextToSpeech = _stages, VoiceActivity = () => new LoudnessDetector(), Mcp = _mcp };
        _session = new RealtimeSession(new SessionSetup { Configuration = configuration, RunsOnCallersThread = true, TurnTaking = manners }, backends, this, _clock, this);
    }

    /// <summary>Lives through one session.</summary>
    /// <exception cref="InvalidOperationException">A rule was broken.</exception>
    public static void Run(int seed)
    {
        // A context would move continuations to other threads, and the order would be the machine's rather than the seed's.
        SynchronizationContext.SetSynchronizationContext(null);
        using var simulation = new SimulatedSession(seed);
        try
        {
            simulation.Run();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
    }

    public void Send(ServerEvent serverEvent)
    {
        Guard(() =>
        {
            _rules.Check(serverEvent);
            _prompts.Take(serverEvent);
            foreach (var order in _orders)
                order.Check(serverEvent);
        });
        if (serverEvent is ResponseCreated created)
        {
            _responses.Add(created.Response.Id);
            ExpectPrompt(created.Response.ConversationId is not null);
        }
        else if (serverEvent is ConversationItemAdded { Item: McpApprovalRequestItem request })
        {
            _approvals.Add(request.Id);
            _instructionsOfApproval = _instructions;
        }
    }

    private void ExpectPrompt(bool inConversation)
    {
        var asked = _asked;
        _asked = null;
        _prompts.Expect(asked?.Instructions ?? SessionInstructions, asked?.Input?.Select(NameOf).ToList());
        // What follows an approval is made as the response was that asked for it.
        if (asked is null && _instructionsOfApproval is not null)
            _prompts.Expect(_instructionsOfApproval, null);
        if (inConversation)
            _instructions = asked?.Instructions ?? SessionInstructions;
    }

    private static string NameOf(ConversationItem item) => item is MessageItem { Content: [InputText text, ..] } ? text.Text : item.Id;

    private void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (InvalidOperationException exception)
        {
            _breach ??= exception;
        }
    }

    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Close(SessionEnd reason)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _breach ??= new InvalidOperationException(formatter(state, exception), exception);

    public void Dispose()
    {
        _client.Dispose();
        _stages.Dispose();
        _session.DisposeAsync().AsTask().Wait();
    }

    private void Run()
    {
        var running = _session.RunAsync(_client.Token);
        for (var step = _random.Next(5, 40); step > 0 && _breach is null; step--)
            Step();

        // Most clients wait for their answers; some leave in the middle of everything.
        if (!Chance(4))
            PlayToTheEnd();
        ThrowIfBroken();

        _client.Cancel();
        if (!running.Wait(TimeSpan.FromSeconds(10)))
            throw new InvalidOperationException("the session did not end");
        ThrowIfBroken();
        if (_stages.Live?.Utterances.Exists(utterance => !utterance.IsDisposed || utterance.Questions.Exists(question => !question.IsOver)) is true)
            throw new InvalidOperationException("an utterance is followed after the session's end");
        if (_mcp.Waits.Exists(wait => !wait.IsOver) || _stages.Chats.Exists(call => !call.IsOver) || _stages.Speeches.Exists(call => !call.IsOver) || _stages.Transcriptions.Exists(call => !call.IsOver))
            throw new InvalidOperationException("a stage's request outlived the session");
    }

    private void ThrowIfBroken()
    {
        if (_breach is not null)
            throw new InvalidOperationException(_breach.Message, _breach);
    }

    private void Step()
    {
        switch (_random.Next(10))
        {
            case 0 or 1:
                Append(_random.Next(1, 4) * 96, 12_000);
                break;
            case 2:
                Append(_random.Next(1, 8) * 96, 0);
                break;
            case 3 or 4:
                Post(RandomEvent());
                break;
            case 5:
                _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(0, 9000)));
                break;
            default:
                PlayStage();
                break;
        }
    }

    /// <summary>Lets every stage finish. Then nothing may be left open.</summary>
    private void PlayToTheEnd()
    {
        for (var rounds = 0; rounds < 400 && _breach is null; rounds++)
        {
            if (Pending(Questions()) is { } question)
                AnswerQuestion(question, 0);
            else if (Pending(_stages.Transcriptions) is { } transcription)
                EndTranscription(transcription, 0);
            else if (Pending(_stages.Speeches) is { } speech)
                EndSpeech(speech, 0);
            else if (Pending(_stages.Chats) is { } chat)
                EndChat(chat, 0);
            else if (_mcp.Waits.Find(wait => !wait.IsOver) is { } wait)
                wait.Answer.TrySetResult();
            else if (_clock.PendingTimers > 0 && _rules.OpenResponses.Count > 0)
                // Audio that is held back is let go in time, whatever the client does.
                _clock.Advance(TimeSpan.FromSeconds(2));
            else
                break;
        }

        ThrowIfBroken();
        if (_rules.OpenResponses.Count > 0)
            throw new InvalidOperationException("a response never ended");
    }

    private void PlayStage()
    {
        if (_mcp.Waits.Find(wait => !wait.IsOver) is { } wait && Chance(3))
        {
            if (Chance(4))
                wait.Answer.TrySetException(new McpConnectException("It fails."));
            else
                wait.Answer.TrySetResult();
            return;
        }

        var stage = _random.Next(_stages.Live is null ? 3 : 5);
        if (stage == 3 && Pending([.. _stages.Live!.Utterances.Where(utterance => !utterance.IsDisposed).Select(utterance => utterance.Words)]) is { } words)
            PlayWords(words);
        else if (stage == 4 && Pending(Questions()) is { } question)
            AnswerQuestion(question, _random.Next(5));
        else if (stage == 0 && Pending(_stages.Transcriptions) is { } transcription)
            EndTranscription(transcription, _random.Next(5));
        else if (stage == 1 && Pending(_stages.Speeches) is { } speech)
            PlaySpeech(speech);
        else if (Pending(_stages.Chats) is { } chat)
            PlayChat(chat);
    }

    private List<StageCall<string>> Questions() => [.. _stages.Live?.Utterances.SelectMany(utterance => utterance.Questions) ?? []];

    private void PlayWords(StageCall<string> words)
    {
        if (Chance(6))
            words.End(new HttpRequestException("The connection broke."));
        else
            words.Write(Pick("one", " two", "mm-hm"));
    }

    private static void AnswerQuestion(StageCall<string> question, int how)
    {
        if (how != 1)
            question.Write(how == 2 ? "" : "one two three");
        question.End();
    }

    private void PlayChat(StageCall<ChatResponseUpdate> chat)
    {
        switch (_random.Next(5))
        {
            case 4:
                // Some end with the whole call, some are left open, some are broken into.
                var (id, name) = (Pick("call_a", "call_b"), "tool");
                for (var left = _random.Next(4); left > 0; left--)
                    chat.Write(new ChatResponseUpdate(ChatRole.Assistant, [Fragment(id, name, Pick("{\"x\"", ":1", "}"))]));
                if (Chance(2))
                    chat.Write(new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent(id, name)]));
                break;
            case 0 or 1:
                chat.Write(new ChatResponseUpdate(ChatRole.Assistant, Pick("Hello", " there. ", "How are you? ", "Well, ", "that is so.", " 你好。", "\n")));
                break;
            case 2:
                chat.Write(new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent(Ids.Call(), _tools.Length > 1 ? Pick("tool", SimulatedMcp.Tool) : "tool", new Dictionary<string, object?> { ["x"] = 1 })]));
                break;
            default:
                EndChat(chat, _random.Next(6));
                break;
        }
    }

    private static AIContent Fragment(string callId, string name, string delta) =>
        new() { AdditionalProperties = new AdditionalPropertiesDictionary { ["call_id"] = callId, ["name"] = name, ["arguments_delta"] = delta } };

    private static void EndChat(StageCall<ChatResponseUpdate> chat, int how)
    {
        if (how == 1)
        {
            chat.End(new HttpRequestException("The chat model failed."));
            return;
        }

        chat.Write(new ChatResponseUpdate { FinishReason = how == 2 ? ChatFinishReason.Length : ChatFinishReason.Stop });
        chat.End();
    }

    private void PlaySpeech(StageCall<TextToSpeechResponseUpdate> speech)
    {
        if (Chance(2))
            speech.Write(new TextToSpeechResponseUpdate([new DataContent(new byte[_random.Next(0, 9001)], "audio/pcm;rate=24000")]));
        else
            EndSpeech(speech, _random.Next(6));
    }

    private static void EndSpeech(StageCall<TextToSpeechResponseUpdate> speech, int how) =>
        speech.End(how == 1 ? new HttpRequestException("The speech engine failed.") : null);

    private static void EndTranscription(StageCall<SpeechToTextResponseUpdate> transcription, int how)
    {
        if (how == 1)
        {
            transcription.End(new HttpRequestException("The transcription engine failed."));
            return;
        }

        if (how == 2)
            transcription.Write(new SpeechToTextResponseUpdate("one ") { Kind = SpeechToTextResponseUpdateKind.TextUpdating });
        transcription.Write(new SpeechToTextResponseUpdate(how == 3 ? "" : "one two") { Kind = SpeechToTextResponseUpdateKind.TextUpdated });
        transcription.End();
    }

    private StageCall<T>? Pending<T>(List<StageCall<T>> calls)
    {
        var pending = calls.Where(call => !call.IsOver && !call.IsEnded).ToList();
        return pending.Count == 0 ? null : pending[_random.Next(pending.Count)];
    }

    private ClientEvent RandomEvent() => _random.Next(12) switch
    {
        0 => new SessionUpdate { Session = RandomPatch() },
        1 => new InputAudioBufferCommit(),
        2 => new InputAudioBufferClear(),
        3 => new ConversationItemDelete { ItemId = RandomItem() },
        4 => new ConversationItemRetrieve { ItemId = RandomItem() },
        5 => new ConversationItemTruncate { ItemId = RandomItem(), ContentIndex = 0, AudioEndMs = _random.Next(0, 400) },
        6 => new ResponseCancel { ResponseId = Chance(2) || _responses.Count == 0 ? null : _responses[_random.Next(_responses.Count)] },
        7 or 8 => new ConversationItemCreate { PreviousItemId = Chance(3) ? Pick("root", RandomItem()) : null, Item = RandomNewItem() },
        9 when _approvals.Count > _lastApproval => new ConversationItemCreate
        {
            Item = new McpApprovalResponseItem { ApprovalRequestId = _approvals[_lastApproval++], Approve = !Chance(3) },
        },
        _ => RandomResponse(),
    };

    private ResponseCreate RandomResponse()
    {
        var outOfBand = Chance(4);
        return new ResponseCreate
        {
            Response = new ResponseParameters
            {
                OutOfBand = outOfBand,
                Instructions = _prompts.NewText("do"),
                OutputModality = Chance(3) ? Modality.Text : null,
                ParallelToolCalls = Chance(4) ? false : null,
                Input = Chance(6) ? [new ItemReference { Id = RandomItem() }, RandomNewItem()] : null,
                Tools = Chance(6) ? Chance(2) ? [] : [.. _tools.Select(tool => tool is McpTool server ? new McpServerReference { ServerLabel = server.ServerLabel } : tool)] : null,
            },
        };
    }

    private SessionPatch RandomPatch() => new()
    {
        OutputModality = Chance(2) ? new(Modality.Audio) : default,
        Voice = Chance(3) ? Pick("alloy", "echo") : default(Optional<string>),
        Speed = Chance(4) ? 1.25 : default(Optional<double>),
        TurnDetection = _random.Next(5) switch
        {
            0 => new((TurnDetection?)null),
            1 => new(new ServerVad { IdleTimeoutMs = 5000 }),
            2 => new(new ServerVad { InterruptResponse = false, CreateResponse = Chance(2) }),
            3 => new(new SemanticVad { Eagerness = Eagerness.High }),
            _ => default,
        },
        Tools = Chance(6) ? new(Chance(2) ? [] : _tools) : default,
        InputFormat = Chance(8) ? new(Chance(2) ? AudioFormat.G711Alaw : AudioFormat.Pcm16) : default,
    };

    private TurnTakingOptions RandomManners() => new()
    {
        TentativeInterruption = !Chance(3),
        ConfirmInterruptionMs = Chance(2) ? 200 : 600,
        HoldAudioWhileTentative = Chance(3),
        Speculate = Chance(3),
    };

    private ConversationItem RandomNewItem() => _random.Next(5) switch
    {
        0 => new FunctionCallOutputItem { CallId = "call_none", Output = "1" },
        1 => new MessageItem { Role = Role.User, Content = [new InputAudio { Audio = new byte[9600] }] },
        2 => new MessageItem { Id = "chosen", Role = Role.System, Content = [new InputText { Text = _prompts.NewText("text") }] },
        _ => new MessageItem { Role = Role.User, Content = [new InputText { Text = _prompts.NewText("text") }] },
    };

    private string RandomItem() => _rules.Items.Count == 0 || Chance(6) ? "item_none" : _rules.Items[_random.Next(_rules.Items.Count)];

    private void Append(int ms, short amplitude)
    {
        var audio = AudioPayload.Rent(ms * 48);
        for (var i = 0; i < audio.Length; i += 2)
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(audio.Span[i..], i / 24 % 2 == 0 ? amplitude : (short)-amplitude);
        Post(new InputAudioBufferAppend { Audio = audio });
    }

    private void Post(ClientEvent clientEvent)
    {
        // The session answers on this thread, within the call.
        _asked = (clientEvent as ResponseCreate)?.Response;
        if (!_session.PostAsync(new ClientEventReading(clientEvent), CancellationToken.None).AsTask().IsCompletedSuccessfully)
            throw new InvalidOperationException("the session did not take an input");
        _asked = null;
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
