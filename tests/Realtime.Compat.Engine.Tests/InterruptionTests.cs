using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class InterruptionTests
{
    private const int FrameMs = 32;

    [Theory]
    [InlineData("")]
    [InlineData("Mm-hmm.")]
    [InlineData("yeah, okay")]
    [InlineData("[coughs]")]
    [InlineData("嗯嗯，好的")]
    public async Task What_asks_for_nothing_leaves_the_answer_alone_and_no_event_tells_of_it(string heard)
    {
        await using var session = await AnsweringAsync();
        session.SpeechToText.Hears(heard);
        await session.SpeakAsync(320);
        await session.PauseAsync(900);
        await NothingSoFarAsync(session);

        session.TextToSpeech.Hold!.SetResult();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.DoesNotContain(session.Log, e => e is InputAudioBufferSpeechStarted or InputAudioBufferCommitted);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("no wait")]
    [InlineData("等一下")]
    public async Task A_short_word_that_asks_for_the_floor_interrupts_as_soon_as_it_is_understood(string heard)
    {
        await using var session = await AnsweringAsync();
        var words = session.SpeechToText.HearsLater();
        await session.PauseAsync(1000);
        await session.SpeakAsync(320);
        await session.PauseAsync(300);
        await NothingSoFarAsync(session);
        words.SetResult(heard);

        var started = await session.UntilAsync<InputAudioBufferSpeechStarted>();
        Assert.InRange(started.AudioStartMs, 700 - FrameMs, 700 + FrameMs);
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal((ResponseStatus.Cancelled, StatusReason.TurnDetected), (done.Status, done.StatusDetails!.Reason!.Value));
        session.Chat.Reply("Yes?");
        session.TextToSpeech.Hold!.SetResult();
        await session.PauseAsync(300);
        Assert.Equal(started.ItemId, (await session.UntilAsync<InputAudioBufferCommitted>()).ItemId);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task Speech_that_lasts_interrupts_within_a_frame_of_having_lasted_long_enough()
    {
        await using var session = await AnsweringAsync();
        await session.SpeakAsync(600 - FrameMs);
        await NothingSoFarAsync(session);
        await session.SpeakAsync(2 * FrameMs);
        Assert.Equal(0, (await session.UntilAsync<InputAudioBufferSpeechStarted>()).AudioStartMs);
        Assert.Equal(ResponseStatus.Cancelled, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task Three_coughs_do_not_make_a_sentence()
    {
        await using var session = await AnsweringAsync();
        for (var cough = 0; cough < 3; cough++)
        {
            session.SpeechToText.Hears("");
            await session.SpeakAsync(300);
            await session.PauseAsync(260);
        }

        await NothingSoFarAsync(session);
    }

    [Fact]
    public async Task A_word_whose_meaning_comes_late_is_committed_as_it_was_spoken()
    {
        await using var session = await AnsweringAsync();
        var words = session.SpeechToText.HearsLater();
        await session.SpeakAsync(400);
        await session.PauseAsync(2000);
        await NothingSoFarAsync(session);
        session.Chat.Reply("Stopped.");
        words.SetResult("please stop");

        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        var stopped = await session.UntilAsync<InputAudioBufferSpeechStopped>();
        Assert.InRange(stopped.AudioEndMs, 900 - FrameMs, 900 + FrameMs);
        await session.UntilAsync<InputAudioBufferCommitted>();
        Assert.Equal("please stop", (await LastWordsAsync(session, 2)));
    }

    [Fact]
    public async Task A_speaker_who_goes_on_while_the_words_are_worked_out_is_heard_whole()
    {
        await using var session = await AnsweringAsync(new TurnTakingOptions { IgnoreEcho = false });
        session.SpeechToText.HearsLater();
        session.SpeechToText.Hears("mm-hm, wait, stop that");
        await session.SpeakAsync(320);
        await session.PauseAsync(560);
        await NothingSoFarAsync(session);
        await session.SpeakAsync(800);
        Assert.Equal(0, (await session.UntilAsync<InputAudioBufferSpeechStarted>()).AudioStartMs);
        session.Chat.Reply("Stopped.");
        session.TextToSpeech.Hold!.SetResult();
        await session.PauseAsync(700);
        Assert.InRange((await session.UntilAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 2180 - FrameMs, 2180 + FrameMs);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("mm-hm, wait, stop that", await LastWordsAsync(session, 2));
        // The second guess, after 200 ms of silence, has all that was said.
        Assert.InRange(session.SpeechToText.Requests[1].Bytes, 1860 * 48, 1960 * 48);
    }

    [Fact]
    public async Task What_is_said_after_the_answer_was_cancelled_is_a_turn_though_its_words_come_late()
    {
        await using var session = await AnsweringAsync();
        var words = session.SpeechToText.HearsLater();
        await session.SpeakAsync(320);
        await session.PauseAsync(700);
        await NothingSoFarAsync(session);
        await session.SendAsync(new ResponseCancel());
        session.Chat.Reply("Booked.");
        session.TextToSpeech.Hold!.SetResult();
        words.SetResult("yes");
        await session.UntilAsync<InputAudioBufferCommitted>();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("yes", await LastWordsAsync(session, 2));
    }

    [Fact]
    public async Task What_was_tentative_when_the_answer_had_been_played_is_a_turn_of_its_own()
    {
        await using var session = await AnsweringAsync();
        session.TextToSpeech.Hold!.SetResult();
        await session.UntilAsync<ResponseDone>();
        await session.SpeakAsync(320);
        await NothingSoFarAsync(session);
        session.Clock.Advance(TimeSpan.FromSeconds(10));
        session.SpeechToText.Hears("yes");
        session.Chat.Reply("Booked.");
        await session.PauseAsync(700);
        Assert.Equal(0, (await session.UntilAsync<InputAudioBufferSpeechStarted>()).AudioStartMs);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task Literally_any_speech_interrupts_at_once_when_the_operator_wants_it_so()
    {
        await using var session = await AnsweringAsync(new TurnTakingOptions { TentativeInterruption = false });
        await session.SpeakAsync(100);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        Assert.Equal(ResponseStatus.Cancelled, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task Held_audio_goes_on_where_it_was_when_nobody_interrupted()
    {
        await using var session = await AnsweringAsync(new TurnTakingOptions { HoldAudioWhileTentative = true });
        session.SpeechToText.Hears("mm-hm");
        await session.SpeakAsync(320);
        await NothingSoFarAsync(session);
        session.TextToSpeech.Hold!.SetResult();
        await Task.Yield();
        await NothingSoFarAsync(session);
        await session.PauseAsync(700);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.Equal(3 * 1000 * 48, session.Log.OfType<ResponseOutputAudioDelta>().Sum(delta => delta.Delta.Length));
    }

    [Fact]
    public async Task Held_audio_is_let_go_when_the_client_falls_silent_in_the_middle_of_a_word()
    {
        await using var session = await AnsweringAsync(new TurnTakingOptions { HoldAudioWhileTentative = true });
        await session.SpeakAsync(320);
        await NothingSoFarAsync(session);
        session.TextToSpeech.Hold!.SetResult();
        session.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task A_manual_commit_takes_what_was_only_perhaps_an_interruption()
    {
        await using var session = await AnsweringAsync();
        await session.SpeakAsync(320);
        await session.SendAsync(new InputAudioBufferCommit());
        await session.UntilAsync<InputAudioBufferCommitted>();
        Assert.DoesNotContain(session.Log, e => e is InputAudioBufferSpeechStarted or ResponseDone);
    }

    [Fact]
    public async Task A_cough_after_a_question_does_not_lose_the_question()
    {
        await using var session = await TestSession.StartAsync();
        var question = session.SpeechToText.HearsLater();
        session.SpeechToText.Hears("");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<InputAudioBufferCommitted>();
        await session.SpeakAsync(300);
        session.Chat.Reply("Noon.");
        question.SetResult("what time is it");
        await session.PauseAsync(700);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.Single(session.Log.OfType<ResponseCreated>());
        Assert.Equal("what time is it", await LastWordsAsync(session, 1));
    }

    [Fact]
    public async Task Semantic_vad_answers_a_question_soon_and_waits_for_the_end_of_a_sentence()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new SemanticVad() });
        session.SpeechToText.Hears("What time is it?");
        session.Chat.Reply("Noon.");
        await session.SpeakAsync(500);
        await session.PauseAsync(256);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 1);
        await session.PauseAsync(400);
        // Half of it is for the test's tone, which is as level as an "um".
        Assert.InRange((await session.UntilAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 780, 1030);
        await session.UntilAsync<ResponseDone>();

        session.Clock.Advance(TimeSpan.FromSeconds(10));
        session.SpeechToText.Hears("And can you tell me the");
        await session.SpeakAsync(500);
        await session.PauseAsync(2000);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 2);
        session.SpeechToText.Hears("And can you tell me the date?");
        session.Chat.Reply("The first.");
        await session.SpeakAsync(500);
        await session.PauseAsync(256);
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 3);
        await session.PauseAsync(400);
        await session.UntilAsync<InputAudioBufferSpeechStopped>();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("And can you tell me the date?", await LastWordsAsync(session, 2));
    }

    [Theory]
    [InlineData(Eagerness.High, 2000)]
    [InlineData(Eagerness.Low, 8000)]
    public async Task Semantic_vad_never_waits_longer_than_its_eagerness(Eagerness eagerness, int longestMs)
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new SemanticVad { Eagerness = eagerness, CreateResponse = false } });
        session.SpeechToText.Hears("because the, um");
        await session.SpeakAsync(512);
        await session.PauseAsync(256);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 1);
        await session.PauseAsync(longestMs);
        Assert.InRange((await session.UntilAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 512 + longestMs * 5 / 8, 512 + longestMs);
    }

    /// <summary>A session in the middle of a spoken answer of three clauses, the voice held after the first 100 ms.</summary>
    private static async Task<TestSession> AnsweringAsync(TurnTakingOptions? options = null)
    {
        var session = await TestSession.StartAsync(turnTaking: options);
        session.TextToSpeech.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Chat.Reply("One. Two. Three.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseOutputAudioDelta>();
        return session;
    }

    /// <summary>All inputs so far were handled, and nothing came of them.</summary>
    private static Task NothingSoFarAsync(TestSession session) => session.NothingElseButAsync(static () => true);

    private static async Task<string> LastWordsAsync(TestSession session, int request)
    {
        ScriptedChat.Request? last = null;
        for (; request > 0; request--)
            last = await session.Chat.NextRequestAsync();
        return last!.Messages.Last(message => message.Role == Microsoft.Extensions.AI.ChatRole.User).Text;
    }
}
