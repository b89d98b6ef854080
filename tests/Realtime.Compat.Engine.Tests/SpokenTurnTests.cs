using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class SpokenTurnTests
{
    private static readonly string[] SpokenAnswer =
    [
        nameof(ResponseCreated), nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ResponseContentPartAdded),
        nameof(ResponseOutputAudioTranscriptDelta), nameof(ResponseOutputAudioDelta), nameof(ResponseOutputAudioDone),
        nameof(ResponseOutputAudioTranscriptDone), nameof(ResponseContentPartDone), nameof(ConversationItemDone), nameof(ResponseOutputItemDone), nameof(ResponseDone),
    ];

    [Fact]
    public async Task Speech_then_silence_makes_one_turn_that_is_transcribed_and_answered()
    {
        await using var session = await TestSession.StartAsync(c => c with { Transcription = new Transcription { Model = "whisper-1", Language = "en", Prompt = "cards" } });
        session.SpeechToText.Hears("what time is it");
        session.Chat.Reply("It is noon.");
        await session.PauseAsync(1000);
        await session.SpeakAsync(800);
        await session.PauseAsync(700);

        var started = await session.NextAsync<InputAudioBufferSpeechStarted>();
        var stopped = await session.NextAsync<InputAudioBufferSpeechStopped>();
        var committed = await session.NextAsync<InputAudioBufferCommitted>();
        var added = await session.NextAsync<ConversationItemAdded>();
        await session.NextAsync<ConversationItemDone>();
        Assert.Equal(started.ItemId, stopped.ItemId);
        Assert.Equal(started.ItemId, committed.ItemId);
        Assert.Equal(started.ItemId, added.Item.Id);
        Assert.Null(Assert.IsType<InputAudio>(Assert.IsType<MessageItem>(added.Item).Content[0]).Transcript);

        // 1,000 ms of silence less the padding of 300, to a frame of 32 ms; 1,800 ms plus 500 of closing silence.
        Assert.InRange(started.AudioStartMs, 668, 732);
        Assert.InRange(stopped.AudioEndMs, 2268, 2364);

        Assert.Equal("what time is it", (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
        var transcribed = await session.NextAsync<InputAudioTranscriptionCompleted>();
        Assert.Equal("what time is it", transcribed.Transcript);
        Assert.Equal(2, transcribed.Usage.Seconds);
        await session.NextAsync<ResponseCreated>();
        Assert.Equal(SpokenAnswer[1..], await session.NamesUntilDoneAsync());

        var (bytes, options) = Assert.Single(session.SpeechToText.Requests);
        // Asked on speculation, 200 to 300 ms before the turn was over: 300 ms of silence less than the item.
        Assert.InRange(bytes, (stopped.AudioEndMs - started.AudioStartMs - 332) * 48, (stopped.AudioEndMs - started.AudioStartMs - 250) * 48);
        Assert.Equal(("whisper-1", "en", "cards"), (options!.ModelId, options.SpeechLanguage, options.AdditionalProperties!["prompt"]));
        Assert.Equal("what time is it", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
        var usage = session.Log.OfType<ResponseDone>().Single().Response.Usage!;
        Assert.Equal(20, usage.OutputTokenDetails.AudioTokens);
        Assert.InRange(usage.InputTokenDetails.AudioTokens, 15, 17);
    }

    [Fact]
    public async Task The_words_are_worked_out_while_the_closing_silence_still_runs()
    {
        await using var session = await TestSession.StartAsync();
        session.SpeechToText.Hears("is it late");
        await session.SpeakAsync(500);
        await session.PauseAsync(300);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 1);
        session.Chat.Reply("No.");
        await session.PauseAsync(400);
        await session.UntilAsync<ResponseDone>();
        Assert.Single(session.SpeechToText.Requests);
        Assert.Equal("is it late", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
    }

    [Fact]
    public async Task A_speaker_who_goes_on_after_a_pause_is_heard_whole()
    {
        await using var session = await TestSession.StartAsync();
        session.SpeechToText.Hears("is it");
        session.SpeechToText.Hears("is it late");
        await session.SpeakAsync(500);
        await session.PauseAsync(300);
        session.Chat.Reply("No.");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("is it late", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
    }

    [Fact]
    public async Task A_guess_that_the_engine_failed_at_is_asked_again()
    {
        await using var session = await TestSession.StartAsync();
        session.SpeechToText.Fails(new HttpRequestException("Busy."));
        session.SpeechToText.Hears("hello again");
        session.Chat.Reply("Hi.");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.Equal("hello again", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
    }

    [Fact]
    public async Task Without_transcription_settings_the_words_still_reach_the_model_but_no_event_tells_them()
    {
        await using var session = await TestSession.StartAsync();
        session.SpeechToText.Hears("hello there");
        session.Chat.Reply("Hi.");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("hello there", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
        Assert.DoesNotContain(session.Log, e => e is InputAudioTranscriptionCompleted or InputAudioTranscriptionDelta);
    }

    [Fact]
    public async Task Partial_transcripts_are_sent_as_they_come()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null, Transcription = new Transcription() });
        session.SpeechToText.HearsInPieces("one ", "two ", "three");
        await session.SpeakAsync(500);
        await session.SendAsync(new InputAudioBufferCommit());
        var completed = await session.UntilAsync<InputAudioTranscriptionCompleted>();
        Assert.Equal("one two three", completed.Transcript);
        Assert.Equal(["one ", "two ", "three"], session.Log.OfType<InputAudioTranscriptionDelta>().Select(delta => delta.Delta));
    }

    [Fact]
    public async Task Without_turn_detection_the_client_commits_and_asks()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null });
        session.Chat.Reply("Yes. And no.");
        await session.SpeakAsync(300);
        await session.PauseAsync(2000);
        await session.NothingElseAsync();
        await session.SpeakAsync(300);
        await session.SendAsync(new InputAudioBufferCommit());
        Assert.Null((await session.NextAsync<InputAudioBufferCommitted>()).PreviousItemId);
        await session.NextAsync<ConversationItemAdded>();
        await session.NextAsync<ConversationItemDone>();
        await session.RespondAsync();
        Assert.Equal(SpokenAnswer.Length + 2, (await session.NamesUntilDoneAsync()).Count);
    }

    [Fact]
    public async Task A_turn_is_answered_as_soon_as_its_words_are_there()
    {
        await using var session = await TestSession.StartAsync();
        var words = session.SpeechToText.HearsLater();
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<ConversationItemDone>();
        await session.NothingElseAsync();
        session.Chat.Reply("Fine.");
        words.SetResult("how are you");
        await session.NextAsync<ResponseCreated>();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, 90)]
    public async Task Committing_less_than_100_ms_is_refused(int appendedMs, int reportedMs)
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null });
        await session.SpeakAsync(appendedMs);
        await session.SendAsync(new InputAudioBufferCommit());
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal(ErrorCodes.CommitEmpty, error.Code);
        Assert.Contains($"only has {reportedMs}.00ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Barge_in_cancels_the_response_after_saying_that_speech_started()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.Hold = new TaskCompletionSource();
        session.Chat.Reply("One. Two. Three.");
        await session.SayAsync("Count");
        await session.RespondAsync();
        await session.UntilAsync<ResponseOutputAudioDelta>();

        await session.SpeakAsync(700);

        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        Assert.Equal(SpokenAnswer[6..], await session.NamesUntilDoneAsync());
        var done = session.Log.OfType<ResponseDone>().Single().Response;
        Assert.Equal((ResponseStatus.Cancelled, StatusReason.TurnDetected), (done.Status, done.StatusDetails!.Reason!.Value));
        Assert.Equal("One. ", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(done.Output.Single()).Content[0]).Transcript);
        session.TextToSpeech.Hold.SetResult();
        await session.NothingElseAsync();
    }

    [Fact]
    public async Task A_turn_that_may_not_interrupt_is_answered_afterwards()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new ServerVad { InterruptResponse = false } });
        await session.RespondAsync();
        var first = await session.Chat.NextRequestAsync();
        session.SpeechToText.Hears("and another thing");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<InputAudioBufferSpeechStopped>();
        session.Chat.Reply("Second answer.");
        first.Write("First answer.");
        first.Finish(ChatFinishReason.Stop);

        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        await session.NextAsync<ResponseCreated>();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("and another thing", (await session.Chat.NextRequestAsync()).Messages.Last(m => m.Role == ChatRole.User).Text);
    }

    [Fact]
    public async Task Create_response_false_leaves_the_answer_to_the_client()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new ServerVad { CreateResponse = false } });
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<ConversationItemDone>();
        await session.NothingElseAsync();
    }

    [Fact]
    public async Task A_turn_without_words_is_not_answered()
    {
        await using var session = await TestSession.StartAsync(c => c with { Transcription = new Transcription() });
        session.SpeechToText.Hears("");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<InputAudioBufferCommitted>();
        Assert.Equal("", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        await session.NothingElseAsync();
    }

    [Fact]
    public async Task A_failed_transcription_fails_the_answer_and_the_next_turn_works()
    {
        await using var session = await TestSession.StartAsync(c => c with { Transcription = new Transcription() });
        session.SpeechToText.Fails(new HttpRequestException("The speech worker is not running."));
        session.SpeechToText.Fails(new HttpRequestException("The speech worker is not running."));
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal((ResponseStatus.Failed, ErrorCodes.TranscriptionFailed), (done.Status, done.StatusDetails!.Error!.Code));
        Assert.Equal("The speech worker is not running.", session.Log.OfType<InputAudioTranscriptionFailed>().Single().Error.Message);

        session.SpeechToText.Hears("are you there");
        session.Chat.Reply("Yes.");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task A_failing_voice_fails_the_answer_stops_the_model_and_the_next_turn_works()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.Failure = text => text.StartsWith("Two", StringComparison.Ordinal) ? new HttpRequestException("The speech engine closed the connection.") : null;
        await session.RespondAsync();
        var request = await session.Chat.NextRequestAsync();
        request.Write("One. Two. Three");
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal((ResponseStatus.Failed, "speech_failed"), (done.Status, done.StatusDetails!.Error!.Code));
        await request.CancelledSource.Task.WaitAsync(TestSession.Patience);

        session.Chat.Reply("Again.");
        await session.RespondAsync();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task The_first_audio_leaves_before_the_model_has_finished_its_second_sentence()
    {
        await using var session = await TestSession.StartAsync();
        await session.RespondAsync();
        var request = await session.Chat.NextRequestAsync();
        request.Write("The first sentence. The seco");
        await session.UntilAsync<ResponseOutputAudioDelta>();
        Assert.Equal(["The first sentence. "], session.Log.OfType<ResponseOutputAudioTranscriptDelta>().Select(delta => delta.Delta));
        request.Write("nd sentence.");
        request.Finish(ChatFinishReason.Stop);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("The first sentence. The second sentence.", session.Log.OfType<ResponseOutputAudioTranscriptDone>().Single().Transcript);
    }

    [Fact]
    public async Task Audio_deltas_are_whole_samples_of_at_most_100_ms_and_lose_nothing()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.ClauseMs = 777;
        session.Chat.Reply("Hello.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        var audio = session.Log.OfType<ResponseOutputAudioDelta>().Select(delta => delta.Delta).ToList();
        Assert.All(audio, piece => Assert.True(piece.Length % 2 == 0 && piece.Length <= 4800));
        var joined = audio.SelectMany(piece => piece.ToArray()).ToArray();
        Assert.Equal(777 * 48, joined.Length);
        Assert.All(Enumerable.Range(0, joined.Length), i => Assert.Equal((byte)(i / 2), joined[i]));
    }

    [Theory]
    [InlineData(AudioFormat.G711Ulaw)]
    [InlineData(AudioFormat.G711Alaw)]
    public async Task Telephone_formats_come_out_at_8_kHz(AudioFormat format)
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputFormat = format });
        session.Chat.Reply("Hello.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal(8000, session.Log.OfType<ResponseOutputAudioDelta>().Sum(delta => delta.Delta.Length));
    }

    [Fact]
    public async Task Voice_and_speed_reach_the_engine_and_marks_are_not_read_aloud()
    {
        await using var session = await TestSession.StartAsync(c => c with { Voice = "coral", Speed = 1.25 });
        session.Chat.Reply("**Hello** there. ");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        var (text, options) = Assert.Single(session.TextToSpeech.Requests);
        Assert.Equal(("Hello there.", "coral", 1.25f), (text, options!.VoiceId, options.Speed!.Value));
        Assert.Equal("**Hello** there. ", session.Log.OfType<ResponseOutputAudioTranscriptDone>().Single().Transcript);
    }

    [Fact]
    public async Task A_clip_in_an_item_is_understood_and_not_echoed()
    {
        await using var session = await TestSession.StartAsync();
        session.SpeechToText.Hears("toronto");
        await session.SendAsync(new ConversationItemCreate
        {
            Item = new MessageItem { Id = "msg_001", Role = Role.User, Content = [new InputAudio { Audio = new byte[4801] }] },
        });
        var added = await session.NextAsync<ConversationItemAdded>();
        Assert.Null(Assert.IsType<InputAudio>(Assert.IsType<MessageItem>(added.Item).Content[0]).Audio);
        await session.NextAsync<ConversationItemDone>();
        session.Chat.Reply("Toronto it is.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("toronto", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
        Assert.DoesNotContain(session.Log, e => e is InputAudioTranscriptionCompleted);
    }

    [Fact]
    public async Task A_manual_commit_during_speech_takes_the_turns_id_and_no_stop_follows()
    {
        await using var session = await TestSession.StartAsync();
        await session.SpeakAsync(500);
        var started = await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.SendAsync(new InputAudioBufferCommit());
        Assert.Equal(started.ItemId, (await session.NextAsync<InputAudioBufferCommitted>()).ItemId);
        await session.NextAsync<ConversationItemAdded>();
        await session.NextAsync<ConversationItemDone>();
        await session.PauseAsync(1000);
        await session.NothingElseAsync();
    }

    [Fact]
    public async Task One_long_append_with_two_turns_in_it_gives_two_items()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new ServerVad { CreateResponse = false } });
        await session.SpeakAsync(600);
        await session.PauseAsync(900);
        await session.SpeakAsync(600);
        await session.PauseAsync(900);
        await session.UntilAsync<ConversationItemDone>();
        await session.UntilAsync<ConversationItemDone>();
        var first = session.Log.OfType<InputAudioBufferSpeechStopped>().First();
        var second = session.Log.OfType<InputAudioBufferSpeechStarted>().Last();
        Assert.True(second.AudioStartMs >= first.AudioEndMs);
        Assert.Equal(2, session.Log.OfType<InputAudioBufferCommitted>().Select(c => c.ItemId).Distinct().Count());
    }

    [Fact]
    public async Task More_audio_than_the_buffer_holds_is_refused_and_the_session_lives()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null }, TimeSpan.FromSeconds(1));
        await session.SpeakAsync(1000);
        await session.SpeakAsync(20);
        Assert.Contains("at most 1 seconds", (await session.NextAsync<ErrorEvent>()).Details.Message, StringComparison.Ordinal);
        await session.SendAsync(new InputAudioBufferCommit());
        await session.NextAsync<InputAudioBufferCommitted>();
    }
}
