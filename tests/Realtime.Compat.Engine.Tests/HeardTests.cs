using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Tests;

public class HeardTests
{
    [Fact]
    public async Task After_an_interruption_the_model_reads_only_what_was_played_by_then()
    {
        await using var session = await TestSession.StartAsync();
        var item = await AnswerAsync(session, "First sentence here. Second sentence here. Third.");
        session.Clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal("First sentence here. Second", await InterruptedHistoryAsync(session));

        // Nobody truncated it, so the item itself is whole.
        await session.SendAsync(new ConversationItemRetrieve { ItemId = item });
        var whole = Assert.IsType<MessageItem>((await session.UntilAsync<ConversationItemRetrieved>()).Item);
        Assert.Equal("First sentence here. Second sentence here. Third.", Assert.IsType<OutputAudio>(whole.Content[0]).Transcript);
    }

    [Fact]
    public async Task An_interruption_cuts_where_the_voice_says_its_words_are()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.TellsWords = true;
        await AnswerAsync(session, "First sentence here. Second sentence here. Third.");
        session.Clock.Advance(TimeSpan.FromMilliseconds(1700));
        Assert.Equal("First sentence here. Second sentence", await InterruptedHistoryAsync(session));
    }

    [Fact]
    public async Task What_was_played_to_the_end_is_read_whole()
    {
        await using var session = await TestSession.StartAsync();
        await AnswerAsync(session, "First sentence here. Second sentence here.");
        session.Clock.Advance(TimeSpan.FromMilliseconds(2001));
        Assert.Equal("First sentence here. Second sentence here.", await InterruptedHistoryAsync(session));
    }

    [Theory]
    [InlineData(500, "First sentence here. ")]
    [InlineData(1500, "First sentence here. Second")]
    public async Task A_pause_of_a_voice_slower_than_speech_does_not_count_as_heard(int intoSecondMs, string heard)
    {
        await using var session = await TestSession.StartAsync();
        await session.RespondAsync();
        var request = await session.Chat.NextRequestAsync();
        request.Write("First sentence here. ");
        await session.AudioAsync(1000);
        session.Clock.Advance(TimeSpan.FromSeconds(5));
        session.TextToSpeech.ClauseMs = 3000;
        request.Write("Second sentence here.");
        request.Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);
        await session.UntilAsync<ResponseDone>();
        session.Clock.Advance(TimeSpan.FromMilliseconds(intoSecondMs));
        Assert.Equal(heard, await InterruptedHistoryAsync(session));
    }

    [Fact]
    public async Task The_clients_own_truncation_overrides_the_estimate()
    {
        await using var session = await TestSession.StartAsync();
        var item = await AnswerAsync(session, "First sentence here. Second sentence here.");
        session.Clock.Advance(TimeSpan.FromMilliseconds(200));
        await session.SpeakAsync(700);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        await session.SendAsync(new ConversationItemTruncate { ItemId = item, ContentIndex = 0, AudioEndMs = 1000 });
        await session.UntilAsync<ConversationItemTruncated>();
        Assert.Equal("First sentence here. ", await InterruptedHistoryAsync(session));
    }

    private static async Task<string> AnswerAsync(TestSession session, string text)
    {
        session.Chat.Reply(text);
        await session.RespondAsync();
        await session.Chat.NextRequestAsync();
        return (await session.UntilAsync<ResponseDone>()).Response.Output.Single().Id;
    }

    /// <summary>Speaks a turn and returns the assistant's last words as the model then reads them.</summary>
    private static async Task<string> InterruptedHistoryAsync(TestSession session)
    {
        await session.SpeakAsync(400);
        await session.PauseAsync(700);
        await session.UntilAsync<ResponseCreated>();
        return (await session.Chat.NextRequestAsync()).Messages.Last(m => m.Role == Microsoft.Extensions.AI.ChatRole.Assistant).Text;
    }
}
