using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>A session with every stage played by the test, seen as a client sees it. All its events are checked at the end: schema, both dialects, order.</summary>
internal sealed class TestSession : ISessionOutbox, IAsyncDisposable
{
    /// <summary>How long a test waits for an event that should come at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<ServerEvent> _events = Channel.CreateUnbounded<ServerEvent>();
    private readonly CancellationTokenSource _client = new();
    private readonly List<ServerEvent> _log = [];
    private readonly RealtimeSession _session;
    private readonly Task _running;

    private TestSession(
        SessionConfiguration configuration, TimeSpan? maxBufferedAudio, int? contextLength, IMcpConnector? mcp, Func<SessionSetup, TimeProvider, SessionSetup>? setUp,
        TurnTakingOptions? turnTaking, Func<IVoiceActivityDetector>? detector, ChatModelChoice? model, ITurnModel? turnModel, ScriptedLiveSpeechToText? live)
    {
        SpeechToText.Live = live;
        var setup = new SessionSetup { Configuration = configuration, TurnTaking = turnTaking ?? new TurnTakingOptions() };
        if (maxBufferedAudio is { } limit)
            setup = setup with { MaxBufferedAudio = limit };
        setup = setUp?.Invoke(setup, Clock) ?? setup;
        var backends = new SessionBackends
        {
            Chat = Chat,
            SpeechToText = SpeechToText,
            TextToSpeech = TextToSpeech,
            ContextLength = () => contextLength,
            ChatModel = model ?? (static _ => null),
            VoiceActivity = detector ?? (() => new LoudnessDetector()),
            Mcp = mcp,
            TurnModel = turnModel,
        };
        _session = new RealtimeSession(setup, backends, this, Clock, NullLogger<RealtimeSession>.Instance);
        _running = _session.RunAsync(_client.Token);
    }

    public ScriptedChat Chat { get; } = new();

    public ScriptedSpeechToText SpeechToText { get; } = new();

    public ScriptedTextToSpeech TextToSpeech { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>Everything the session sent so far.</summary>
    public IReadOnlyList<ServerEvent> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    public SessionEnd? ClosedFor { get; private set; }

    /// <summary>Starts a session, past its <c>session.created</c>.</summary>
    public static async Task<TestSession> StartAsync(
        Func<SessionConfiguration, SessionConfiguration>? configure = null, TimeSpan? maxBufferedAudio = null, int? contextLength = null, IMcpConnector? mcp = null,
        Func<SessionSetup, TimeProvider, SessionSetup>? setUp = null, TurnTakingOptions? turnTaking = null, Func<IVoiceActivityDetector>? detector = null, ChatModelChoice? model = null,
        ITurnModel? turnModel = null, ScriptedLiveSpeechToText? live = null)
    {
        var clock = new FakeTimeProvider();
        var configuration = new SessionConfiguration
        {
            Id = Ids.Session(),
            Model = "gpt-4o-realtime-preview",
            ExpiresAt = clock.GetUtcNow().AddMinutes(60).ToUnixTimeSeconds(),
            Instructions = "Be brief.",
        };
        var session = new TestSession(configure?.Invoke(configuration) ?? configuration, maxBufferedAudio, contextLength, mcp, setUp, turnTaking, detector, model, turnModel, live);
        await session.NextAsync<SessionCreated>();
        return session;
    }

    public async Task SendAsync(ClientEvent clientEvent) => await _session.PostAsync(new ClientEventReading(clientEvent), CancellationToken.None);

    /// <summary>The next event, whatever it is.</summary>
    public async Task<ServerEvent> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next event, which must be of this kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : ServerEvent => Assert.IsType<T>(await NextAsync());

    /// <summary>Passes over events until one of this kind comes.</summary>
    public async Task<T> UntilAsync<T>()
        where T : ServerEvent
    {
        while (true)
        {
            if (await NextAsync() is T wanted)
                return wanted;
        }
    }

    /// <summary>Passes over events until this much of an answer's audio has come.</summary>
    public async Task AudioAsync(int ms)
    {
        for (var left = ms * 48; left > 0;)
            left -= (await UntilAsync<ResponseOutputAudioDelta>()).Delta.Length;
    }

    /// <summary>The names of the events up to and including <c>response.done</c>, repeats of deltas folded.</summary>
    public async Task<List<string>> NamesUntilDoneAsync()
    {
        List<string> names = [];
        while (true)
        {
            var next = await NextAsync();
            if (names.Count == 0 || names[^1] != next.GetType().Name)
                names.Add(next.GetType().Name);
            if (next is ResponseDone)
                return names;
        }
    }

    /// <summary>Asserts that all inputs so far were handled and that nothing was sent that the test has not read.</summary>
    public async Task NothingElseAsync()
    {
        await SendAsync(new InputAudioBufferClear());
        await NextAsync<InputAudioBufferCleared>();
    }

    /// <summary>Waits until all inputs so far were handled, and asserts that nothing was sent meanwhile but that something else happened.</summary>
    public async Task NothingElseButAsync(Func<bool> happened)
    {
        await SendAsync(new ConversationItemDelete { ItemId = "none" });
        await NextAsync<ErrorEvent>();
        Assert.True(happened());
    }

    /// <summary>Waits until all inputs so far were handled; events that came meanwhile are kept in <see cref="Log"/> only.</summary>
    public async Task SettleAsync()
    {
        await SendAsync(new ConversationItemDelete { ItemId = "none" });
        await UntilAsync<ErrorEvent>();
    }

    public Task SayAsync(string text) => SendAsync(new ConversationItemCreate
    {
        Item = new MessageItem { Role = Role.User, Content = [new InputText { Text = text }] },
    });

    public Task RespondAsync(ResponseParameters? parameters = null) => SendAsync(new ResponseCreate { Response = parameters ?? new ResponseParameters() });

    public Task UpdateAsync(SessionPatch patch) => SendAsync(new SessionUpdate { Session = patch });

    /// <summary>Appends a loud tone, in frames of 20 ms, PCM16.</summary>
    public Task SpeakAsync(int ms) => AppendAsync(ms, 12_000);

    /// <summary>Appends silence, in frames of 20 ms, PCM16.</summary>
    public Task PauseAsync(int ms) => AppendAsync(ms, 0);

    public async Task AppendAsync(ReadOnlyMemory<byte> audio) => await SendAsync(new InputAudioBufferAppend { Audio = AudioPayload.Copy(audio.Span) });

    public void Send(ServerEvent serverEvent)
    {
        lock (_log)
            _log.Add(serverEvent);
        // GA clients do not see it.
        if (serverEvent is not ConversationCreated)
            _events.Writer.TryWrite(serverEvent);
    }

    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Close(SessionEnd reason) => ClosedFor = reason;

    /// <summary>Waits until the session has ended by itself.</summary>
    public Task EndedAsync() => _running.WaitAsync(Patience);

    /// <summary>The client leaves; every task of the session must end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.CancelAsync();
        await _running.WaitAsync(Patience);
        await _session.DisposeAsync();
        _client.Dispose();
        await WireCheck.AssertAsync(Log);
    }

    private async Task AppendAsync(int ms, short amplitude)
    {
        for (; ms > 0; ms -= 20)
        {
            var frame = new byte[Math.Min(ms, 20) * 48];
            for (var i = 0; i < frame.Length / 2; i++)
                System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(frame.AsSpan(i * 2), i / 12 % 2 == 0 ? amplitude : (short)-amplitude);
            await AppendAsync(frame);
        }
    }
}
