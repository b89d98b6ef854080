using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

/// <summary>A turn model's part in <c>semantic_vad</c>. The test's voice is a level tone, which by its prosody alone goes on.</summary>
public class TurnModelTests
{
    private const int RateHz = 16_000;

    [Fact]
    public async Task A_turn_that_sounds_complete_ends_before_its_words_are_known()
    {
        var model = new ScriptedTurnModel();
        await using var session = await StartAsync(model);
        var words = session.SpeechToText.HearsLater();
        session.Chat.Reply("Noon.");
        model.Says(0.99);
        await PauseInTurnAsync(session);

        await session.PauseAsync(100);
        Assert.InRange((await session.NextAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 512 + 288, 512 + 288 + 64);

        words.SetResult("What time is it?");
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task A_turn_that_sounds_unfinished_waits_longer_than_its_words_would_have_it()
    {
        // Words alone: a third of a second.
        Assert.InRange(await EndOfQuestionAsync(completion: null), 780, 1030);
        Assert.InRange(await EndOfQuestionAsync(completion: 0.02), 512 + 1500, 512 + 4000);
    }

    [Fact]
    public async Task Words_that_are_plainly_unfinished_hold_against_a_model_that_is_sure()
    {
        var model = new ScriptedTurnModel();
        await using var session = await StartAsync(model);
        session.SpeechToText.Hears("so I was, um");
        model.Says(1);
        await PauseInTurnAsync(session);

        await session.PauseAsync(2000);
        Assert.InRange((await session.NextAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 512 + 450, 512 + 900);
    }

    [Fact]
    public async Task A_judgement_that_comes_after_the_speaker_went_on_changes_nothing()
    {
        var model = new ScriptedTurnModel();
        await using var session = await StartAsync(model);
        session.SpeechToText.HearsLater();
        session.SpeechToText.HearsLater();
        var (first, second) = (model.SaysLater(), model.SaysLater());
        await PauseInTurnAsync(session);
        Assert.False(model.Questions[0].Forgotten.IsCancellationRequested);

        await session.SpeakAsync(300);
        await session.PauseAsync(260);
        await session.NothingElseButAsync(() => model.Questions.Count == 2);
        Assert.True(model.Questions[0].Forgotten.IsCancellationRequested);
        first.SetResult(0.99);
        await session.NothingElseButAsync(() => !model.Questions[1].Forgotten.IsCancellationRequested);
        await session.PauseAsync(200);
        await session.NothingElseButAsync(() => true);

        second.SetResult(0.99);
        await SettledAsync(session);
        await session.PauseAsync(40);
        Assert.InRange((await session.UntilAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 1060 + 400, 1060 + 600);
    }

    [Fact]
    public async Task A_judgement_that_comes_after_the_turn_is_over_changes_nothing_about_the_next()
    {
        var model = new ScriptedTurnModel();
        await using var session = await StartAsync(model);
        session.SpeechToText.Hears("What time is it?");
        session.Chat.Reply("Noon.");
        var late = model.SaysLater();
        await PauseInTurnAsync(session);
        await session.PauseAsync(400);
        await session.UntilAsync<ResponseDone>();
        Assert.True(model.Questions[0].Forgotten.IsCancellationRequested);

        session.Clock.Advance(TimeSpan.FromSeconds(10));
        session.SpeechToText.HearsLater();
        await session.SpeakAsync(500);
        await session.PauseAsync(260);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        late.SetResult(0.99);
        await session.NothingElseButAsync(() => model.Questions.Count == 2);
        await session.PauseAsync(200);
        await session.NothingElseButAsync(() => true);
    }

    [Fact]
    public async Task A_model_that_fails_leaves_the_turn_to_words_and_prosody()
    {
        var model = new ScriptedTurnModel();
        await using var session = await StartAsync(model);
        session.SpeechToText.Hears("What time is it?");
        model.Fails();
        await PauseInTurnAsync(session);
        await session.PauseAsync(400);

        Assert.InRange((await session.NextAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 780, 1030);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Server_vad_asks_nobody_and_a_model_that_is_not_ready_is_not_asked(bool isReady, bool isSemantic)
    {
        var model = new ScriptedTurnModel { IsReady = isReady };
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = isSemantic ? new SemanticVad() : new ServerVad() }, turnModel: model);
        session.SpeechToText.Hears("What time is it?");
        session.Chat.Reply("Noon.");
        await PauseInTurnAsync(session);
        await session.PauseAsync(1500);
        await session.UntilAsync<ResponseDone>();

        Assert.Empty(model.Questions);
    }

    [Theory]
    [InlineData(AudioFormat.Pcm16, 12)]
    [InlineData(AudioFormat.Pcm16, 2)]
    [InlineData(AudioFormat.G711Ulaw, 2)]
    public async Task The_model_hears_the_end_of_the_turn_at_16_kHz_with_its_silence(AudioFormat format, int seconds)
    {
        var model = new ScriptedTurnModel();
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new SemanticVad(), InputFormat = format }, turnModel: model);
        var (loud, silent) = format is AudioFormat.Pcm16 ? (Tone16(20), new byte[960]) : ([.. Enumerable.Range(0, 160).Select(i => (byte)(i / 4 % 2 == 0 ? 0x90 : 0x10))], Enumerable.Repeat((byte)0xFF, 160).ToArray());
        for (var i = 0; i < seconds * 50; i++)
            await session.AppendAsync(loud);
        for (var i = 0; i < 13; i++)
            await session.AppendAsync(silent);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => model.Questions.Count == 1);

        var heard = model.Questions[0].Samples;
        var expectedMs = Math.Min(seconds * 1000 + 230, 8000);
        Assert.InRange(heard.Length, (expectedMs - 60) * RateHz / 1000, (expectedMs + 60) * RateHz / 1000);
        Assert.All(heard[^(RateHz * 15 / 100)..], sample => Assert.InRange(sample, -0.01f, 0.01f));
        Assert.True(heard[^(RateHz / 2)..].Max() > 0.2);
        Assert.All(heard, sample => Assert.InRange(sample, -1f, 1f));
    }

    private static Task<TestSession> StartAsync(ScriptedTurnModel model) => TestSession.StartAsync(c => c with { TurnDetection = new SemanticVad() }, turnModel: model);

    /// <summary>Half a second of speech, and silence in which the turn may be over; the model was asked.</summary>
    private static async Task PauseInTurnAsync(TestSession session)
    {
        await session.SpeakAsync(500);
        await session.PauseAsync(260);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 1);
        await SettledAsync(session);
    }

    /// <summary>What was reported into the session's loop by now was handled.</summary>
    private static Task SettledAsync(TestSession session) => session.NothingElseButAsync(static () => true);

    /// <summary>Audio time at which a question's turn ends.</summary>
    private static async Task<int> EndOfQuestionAsync(double? completion)
    {
        var model = new ScriptedTurnModel();
        await using var session = await StartAsync(model);
        session.SpeechToText.Hears("What time is it?");
        if (completion is { } judgement)
            model.Says(judgement);
        await PauseInTurnAsync(session);
        await session.PauseAsync(4000);
        return (await session.NextAsync<InputAudioBufferSpeechStopped>()).AudioEndMs;
    }

    private static byte[] Tone16(int ms)
    {
        var frame = new byte[ms * 48];
        for (var i = 0; i < frame.Length / 2; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(frame.AsSpan(i * 2), i / 12 % 2 == 0 ? (short)12_000 : (short)-12_000);
        return frame;
    }
}
