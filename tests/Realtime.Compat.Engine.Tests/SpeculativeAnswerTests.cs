using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class SpeculativeAnswerTests
{
    private static readonly TurnTakingOptions Speculating = new() { Speculate = true };

    [Fact]
    public async Task The_model_is_asked_in_the_closing_silence_and_nothing_is_sent_before_the_turn_is_over()
    {
        await using var session = await TestSession.StartAsync(turnTaking: Speculating);
        session.SpeechToText.Hears("what time is it");
        session.Chat.Reply("It is noon.");
        await PauseInTurnAsync(session);
        Assert.Equal("what time is it", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
        await session.NothingElseButAsync(() => true);

        await session.PauseAsync(300);
        await session.NextAsync<InputAudioBufferSpeechStopped>();
        var committed = await session.NextAsync<InputAudioBufferCommitted>();
        await session.NextAsync<ConversationItemAdded>();
        await session.NextAsync<ConversationItemDone>();
        await session.NextAsync<ResponseCreated>();
        await session.NextAsync<ResponseOutputItemAdded>();
        Assert.Equal(committed.ItemId, (await session.NextAsync<ConversationItemAdded>()).PreviousItemId);
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal("It is noon.", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(done.Output.Single()).Content[0]).Transcript);
        Assert.InRange(done.Usage!.InputTokenDetails.AudioTokens, 9, 11);
    }

    [Fact]
    public async Task An_answer_to_half_a_sentence_is_never_heard()
    {
        await using var session = await TestSession.StartAsync(turnTaking: Speculating);
        session.SpeechToText.Hears("is it");
        session.Chat.Reply("Is it what?");
        await PauseInTurnAsync(session);
        await session.Chat.NextRequestAsync();

        session.SpeechToText.Hears("is it late");
        session.Chat.Reply("No.");
        await session.SpeakAsync(300);
        await session.PauseAsync(700);
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal("No.", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(done.Output.Single()).Content[0]).Transcript);
        Assert.Single(session.Log.OfType<ResponseCreated>());
        Assert.Equal("is it late", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
    }

    [Fact]
    public async Task An_answer_to_another_conversation_is_given_up()
    {
        await using var session = await TestSession.StartAsync(turnTaking: Speculating);
        session.SpeechToText.Hears("and now");
        session.Chat.Reply("Now what?");
        await PauseInTurnAsync(session);
        await session.Chat.NextRequestAsync();
        await session.SayAsync("I am in the kitchen.");
        await session.UntilAsync<ConversationItemDone>();

        session.Chat.Reply("Cook.");
        await session.PauseAsync(300);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal(["I am in the kitchen.", "and now"], (await session.Chat.NextRequestAsync()).Messages.Where(m => m.Role == ChatRole.User).Select(m => m.Text));
    }

    [Fact]
    public async Task Unless_the_operator_wants_it_the_model_is_asked_when_the_turn_is_over()
    {
        await using var session = await TestSession.StartAsync();
        session.SpeechToText.Hears("what time is it");
        session.Chat.Reply("Noon.");
        await PauseInTurnAsync(session);
        await session.PauseAsync(300);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("what time is it", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
    }

    /// <summary>Half a second of speech, and silence in which the turn may be over.</summary>
    private static async Task PauseInTurnAsync(TestSession session)
    {
        await session.SpeakAsync(500);
        await session.PauseAsync(300);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => session.SpeechToText.Requests.Count == 1);
    }
}
