using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class ConversationTests
{
    private static ConversationItemCreate Message(string id, string? previous = null) => new()
    {
        PreviousItemId = previous,
        Item = new MessageItem { Id = id, Role = Role.User, Content = [new InputText { Text = id }] },
    };

    [Fact]
    public async Task Items_go_where_the_client_wants_them()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        (string Id, string? After, string? Actual)[] steps = [("b", null, null), ("d", null, "b"), ("a", "root", null), ("c", "b", "b")];
        foreach (var (id, after, actual) in steps)
        {
            await session.SendAsync(Message(id, after));
            Assert.Equal(actual, (await session.NextAsync<ConversationItemAdded>()).PreviousItemId);
            await session.NextAsync<ConversationItemDone>();
        }

        await session.RespondAsync();
        await session.NextAsync<ResponseCreated>();
        Assert.Equal(["Be brief.", "a", "b", "c", "d"], (await session.Chat.NextRequestAsync()).Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task An_unknown_predecessor_and_a_taken_id_are_refused()
    {
        await using var session = await TestSession.StartAsync();
        await session.SendAsync(Message("a", "nope"));
        Assert.Equal("previous_item_id", (await session.NextAsync<ErrorEvent>()).Details.Param);
        await session.SendAsync(Message("a"));
        await session.UntilAsync<ConversationItemDone>();
        await session.SendAsync(Message("a"));
        Assert.Equal(ErrorCodes.DuplicateItemId, (await session.NextAsync<ErrorEvent>()).Details.Code);
    }

    [Fact]
    public async Task A_deleted_item_is_gone()
    {
        await using var session = await TestSession.StartAsync();
        await session.SendAsync(Message("a"));
        await session.UntilAsync<ConversationItemDone>();
        await session.SendAsync(new ConversationItemDelete { ItemId = "a" });
        Assert.Equal("a", (await session.NextAsync<ConversationItemDeleted>()).ItemId);
        await session.SendAsync(new ConversationItemDelete { ItemId = "a" });
        Assert.Equal(ErrorCodes.ItemDeleteInvalidItemId, (await session.NextAsync<ErrorEvent>()).Details.Code);
        await session.SendAsync(new ConversationItemRetrieve { ItemId = "a" });
        Assert.Equal(ErrorCodes.ItemRetrieveInvalidItemId, (await session.NextAsync<ErrorEvent>()).Details.Code);
    }

    [Fact]
    public async Task Retrieve_gives_the_audio_of_both_sides()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null });
        await session.SpeakAsync(200);
        await session.SendAsync(new InputAudioBufferCommit());
        var user = await session.NextAsync<InputAudioBufferCommitted>();
        session.Chat.Reply("Hi.");
        await session.RespondAsync();
        var answer = (await session.UntilAsync<ResponseDone>()).Response.Output.Single();

        await session.SendAsync(new ConversationItemRetrieve { ItemId = user.ItemId });
        var heard = Assert.IsType<InputAudio>(Assert.IsType<MessageItem>((await session.NextAsync<ConversationItemRetrieved>()).Item).Content[0]);
        Assert.Equal((200 * 48, "hello"), (heard.Audio!.Value.Length, heard.Transcript));
        await session.SendAsync(new ConversationItemRetrieve { ItemId = answer.Id });
        var spoken = Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>((await session.NextAsync<ConversationItemRetrieved>()).Item).Content[0]);
        Assert.Equal((48_000, "Hi."), (spoken.Audio!.Value.Length, spoken.Transcript));
    }

    [Fact]
    public async Task Truncate_keeps_the_words_that_were_heard()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("First sentence here. Second sentence here. ");
        await session.RespondAsync();
        var item = (await session.UntilAsync<ResponseDone>()).Response.Output.Single();

        await session.SendAsync(new ConversationItemTruncate { ItemId = item.Id, ContentIndex = 0, AudioEndMs = 1500 });
        Assert.Equal(1500, (await session.NextAsync<ConversationItemTruncated>()).AudioEndMs);
        await session.SendAsync(new ConversationItemRetrieve { ItemId = item.Id });
        var cut = Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>((await session.NextAsync<ConversationItemRetrieved>()).Item).Content[0]);
        Assert.Equal((1500 * 48, "First sentence here. Second"), (cut.Audio!.Value.Length, cut.Transcript));

        await session.SendAsync(new ConversationItemTruncate { ItemId = item.Id, ContentIndex = 0, AudioEndMs = 1501 });
        Assert.Equal("Audio content of 1500ms is already shorter than 1501ms", (await session.NextAsync<ErrorEvent>()).Details.Message);
    }

    [Fact]
    public async Task Truncate_during_the_answer_keeps_later_words_out_of_the_history()
    {
        await using var session = await TestSession.StartAsync();
        await session.RespondAsync();
        var request = await session.Chat.NextRequestAsync();
        request.Write("One two three. Four");
        var delta = await session.UntilAsync<ResponseOutputAudioDelta>();
        await session.SendAsync(new ConversationItemTruncate { ItemId = delta.ItemId, ContentIndex = 0, AudioEndMs = 0 });
        await session.UntilAsync<ConversationItemTruncated>();
        request.Write(" five six.");
        request.Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal("One two three. Four five six.", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(done.Output[0]).Content[0]).Transcript);

        await session.RespondAsync();
        await session.NextAsync<ResponseCreated>();
        Assert.Single((await session.Chat.NextRequestAsync()).Messages);
    }

    [Fact]
    public async Task Only_audio_of_the_model_can_be_truncated()
    {
        await using var session = await TestSession.StartAsync();
        await session.SendAsync(Message("a"));
        await session.UntilAsync<ConversationItemDone>();
        await session.SendAsync(new ConversationItemTruncate { ItemId = "a", ContentIndex = 0, AudioEndMs = 0 });
        Assert.Equal("Only model output audio messages can be truncated", (await session.NextAsync<ErrorEvent>()).Details.Message);
        await session.SendAsync(new ConversationItemTruncate { ItemId = "b", ContentIndex = 0, AudioEndMs = 0 });
        Assert.Equal(ErrorCodes.ItemTruncateInvalidItemId, (await session.NextAsync<ErrorEvent>()).Details.Code);
    }

    [Fact]
    public async Task Audio_beyond_what_a_frame_holds_is_left_out_of_what_is_read_back()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null });
        for (var ms = 15_360; ms <= 15_380; ms += 20)
        {
            await session.PauseAsync(ms);
            await session.SendAsync(new InputAudioBufferCommit());
            var item = (await session.UntilAsync<ConversationItemDone>()).Item;
            await session.SendAsync(new ConversationItemRetrieve { ItemId = item.Id });
            var retrieved = Assert.IsType<MessageItem>((await session.UntilAsync<ConversationItemRetrieved>()).Item);
            Assert.Equal(ms == 15_360 ? 720 << 10 : null, Assert.IsType<InputAudio>(retrieved.Content.Single()).Audio?.Length);
        }
    }

    [Fact]
    public async Task Several_recordings_in_one_item_are_one_utterance()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.SpeechToText.Hears("one two");
        await session.SendAsync(new ConversationItemCreate
        {
            Item = new MessageItem
            {
                Role = Role.User,
                Content = [new InputText { Text = "Listen:" }, new InputAudio { Audio = new byte[4800] }, new InputAudio { Audio = new byte[9600] }],
            },
        });
        var added = await session.UntilAsync<ConversationItemDone>();
        Assert.All(Assert.IsType<MessageItem>(added.Item).Content.OfType<InputAudio>(), part => Assert.Null(part.Audio));
        session.Chat.Reply("Heard.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();

        Assert.Equal(["Listen:", "one two"], (await session.Chat.NextRequestAsync()).Messages[^1].Contents.OfType<TextContent>().Select(text => text.Text));
        Assert.Equal(44 + 14_400, session.SpeechToText.Requests.Single().Bytes);
        await session.SendAsync(new ConversationItemRetrieve { ItemId = added.Item.Id });
        var parts = Assert.IsType<MessageItem>((await session.UntilAsync<ConversationItemRetrieved>()).Item).Content;
        Assert.Equal((14_400, "one two"), (Assert.IsType<InputAudio>(parts[1]).Audio!.Value.Length, ((InputAudio)parts[1]).Transcript));
        Assert.Equal("", Assert.IsType<InputAudio>(parts[2]).Transcript);
    }
}
