using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

/// <summary>A client that plays the answers itself stops one: by cancelling the response, or by truncating its item.</summary>
public class ClientStopTests
{
    private const int AnswerMs = 10_000;

    public static TheoryData<string> Ways => [nameof(ResponseCancel), nameof(ConversationItemTruncate)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_yes_after_it_is_a_turn_and_is_answered(string way)
    {
        await using var session = await TestSession.StartAsync();
        await StoppedAsync(session, way);
        session.SpeechToText.Hears("yes");
        session.Chat.Reply("Booked.");
        await session.SpeakAsync(320);
        await session.PauseAsync(700);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        await session.Chat.NextRequestAsync();
        Assert.Equal("yes", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_heard_of_the_next_answer_counts_from_its_own_start(string way)
    {
        await using var session = await TestSession.StartAsync();
        await StoppedAsync(session, way);
        await session.Chat.NextRequestAsync();
        session.TextToSpeech.ClauseMs = 1000;
        session.Chat.Reply("First sentence here. Second sentence here.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        session.Clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal("First sentence here. Second", (await InterruptedHistoryAsync(session, requestsBefore: 1))[^1]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_wait_for_the_user_begins_with_it(string way)
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new ServerVad { IdleTimeoutMs = 5000 } });
        await StoppedAsync(session, way);
        session.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        await session.NothingElseButAsync(static () => true);
        session.Chat.Reply("Are you still there?");
        session.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await session.NextAsync<InputAudioBufferTimeoutTriggered>();
        await session.UntilAsync<ResponseDone>();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_next_answer_has_the_whole_lead(string way)
    {
        await using var session = await TestSession.StartAsync(setUp: (setup, _) => setup with { AudioLead = TimeSpan.FromSeconds(2) });
        session.TextToSpeech.ClauseMs = 2000;
        await StoppedAsync(session, way, 2000);
        session.Chat.Reply("At once.");
        await session.RespondAsync();
        await session.AudioAsync(2000);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task What_the_client_cut_while_it_played_stays_cut_there_when_the_user_speaks_later()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("First sentence here. Second sentence here.");
        await session.RespondAsync();
        var item = (await session.UntilAsync<ResponseDone>()).Response.Output.Single().Id;
        session.Clock.Advance(TimeSpan.FromMilliseconds(1200));
        await session.SendAsync(new ConversationItemTruncate { ItemId = item, ContentIndex = 0, AudioEndMs = 1000 });
        await session.UntilAsync<ConversationItemTruncated>();
        // Nothing plays any more, so speech is a turn after two frames of it.
        await session.SpeakAsync(100);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        Assert.Equal("First sentence here. ", (await InterruptedHistoryAsync(session, requestsBefore: 1))[^1]);
    }

    [Fact]
    public async Task What_still_comes_of_a_message_that_the_client_cut_is_not_played()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new ServerVad { IdleTimeoutMs = 5000 } });
        session.Chat.Reply(request => request.Write("First sentence here. "));
        await session.RespondAsync();
        var item = (await session.UntilAsync<ResponseOutputAudioDelta>()).ItemId;
        await session.SendAsync(new ConversationItemTruncate { ItemId = item, ContentIndex = 0, AudioEndMs = 100 });
        await session.UntilAsync<ConversationItemTruncated>();
        var request = await session.Chat.NextRequestAsync();
        request.Write("Second sentence here.");
        request.Finish(ChatFinishReason.Stop);
        await session.UntilAsync<ResponseDone>();
        session.Clock.Advance(TimeSpan.FromMilliseconds(5000));
        await session.NextAsync<InputAudioBufferTimeoutTriggered>();
    }

    [Fact]
    public async Task A_response_out_of_band_that_is_cancelled_stops_nothing_that_plays()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("First sentence here. Second sentence here.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.RespondAsync(new ResponseParameters { OutOfBand = true });
        var aside = (await session.UntilAsync<ResponseCreated>()).Response.Id;
        await session.SendAsync(new ResponseCancel { ResponseId = aside });
        await session.UntilAsync<ResponseDone>();
        session.Clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal("First sentence here. Second", (await InterruptedHistoryAsync(session, requestsBefore: 2))[^1]);
    }

    [Fact]
    public async Task An_interrupted_answer_plays_no_longer_where_history_holds_what_was_sent()
    {
        await using var session = await TestSession.StartAsync(setUp: (setup, _) => setup with { HistoryHoldsWhatWasHeard = false }, turnTaking: new TurnTakingOptions { IgnoreEcho = false });
        session.TextToSpeech.ClauseMs = AnswerMs;
        session.Chat.Reply("One. ");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        session.TextToSpeech.ClauseMs = 1000;
        Assert.Equal("One. ", Assert.Single(await InterruptedHistoryAsync(session, requestsBefore: 1)));
        session.Clock.Advance(TimeSpan.FromMilliseconds(1001));
        session.SpeechToText.Hears("yes");
        await session.SpeakAsync(320);
        await session.PauseAsync(700);
        await session.UntilAsync<InputAudioBufferCommitted>();
    }

    /// <summary>An answer of which everything was sent is stopped by the client after 200 ms.</summary>
    private static async Task StoppedAsync(TestSession session, string way, int answerMs = AnswerMs)
    {
        session.TextToSpeech.ClauseMs = answerMs;
        session.Chat.Reply(request =>
        {
            request.Write("A long story. ");
            if (way is nameof(ConversationItemTruncate))
                request.Finish(ChatFinishReason.Stop);
        });
        await session.RespondAsync();
        await session.AudioAsync(answerMs);
        var item = session.Log.OfType<ResponseOutputAudioDelta>().First().ItemId;
        session.Clock.Advance(TimeSpan.FromMilliseconds(200));
        if (way is nameof(ResponseCancel))
        {
            await session.SendAsync(new ResponseCancel());
            Assert.Equal(StatusReason.ClientCancelled, (await session.UntilAsync<ResponseDone>()).Response.StatusDetails!.Reason);
        }
        else
        {
            await session.UntilAsync<ResponseDone>();
            await session.SendAsync(new ConversationItemTruncate { ItemId = item, ContentIndex = 0, AudioEndMs = 200 });
            await session.UntilAsync<ConversationItemTruncated>();
        }
    }

    /// <summary>Speaks a turn and returns the assistant's words as the model then reads them.</summary>
    private static async Task<List<string>> InterruptedHistoryAsync(TestSession session, int requestsBefore)
    {
        session.Chat.Reply("Yes?");
        await session.SpeakAsync(400);
        await session.PauseAsync(700);
        await session.UntilAsync<ResponseDone>();
        for (; requestsBefore > 0; requestsBefore--)
            await session.Chat.NextRequestAsync();
        return [.. (await session.Chat.NextRequestAsync()).Messages.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text)];
    }
}
