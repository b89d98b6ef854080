using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class TextTurnTests
{
    [Fact]
    public async Task A_text_response_goes_through_its_events_in_the_documented_order()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.Chat.Reply("Hel", "lo.");
        await session.SayAsync("Hi");
        var added = await session.NextAsync<ConversationItemAdded>();
        Assert.Null(added.PreviousItemId);
        await session.NextAsync<ConversationItemDone>();

        await session.RespondAsync();

        var created = await session.NextAsync<ResponseCreated>();
        Assert.Equal(ResponseStatus.InProgress, created.Response.Status);
        Assert.Empty(created.Response.Output);
        var itemAdded = await session.NextAsync<ResponseOutputItemAdded>();
        Assert.Equal(ItemStatus.InProgress, itemAdded.Item.Status);
        Assert.Empty(Assert.IsType<MessageItem>(itemAdded.Item).Content);
        Assert.Equal(added.Item.Id, (await session.NextAsync<ConversationItemAdded>()).PreviousItemId);
        Assert.Equal("", Assert.IsType<TextPart>((await session.NextAsync<ResponseContentPartAdded>()).Part).Text);
        Assert.Equal("Hel", (await session.NextAsync<ResponseOutputTextDelta>()).Delta);
        Assert.Equal("lo.", (await session.NextAsync<ResponseOutputTextDelta>()).Delta);
        Assert.Equal("Hello.", (await session.NextAsync<ResponseOutputTextDone>()).Text);
        Assert.Equal("Hello.", Assert.IsType<TextPart>((await session.NextAsync<ResponseContentPartDone>()).Part).Text);
        Assert.Equal(itemAdded.Item.Id, (await session.NextAsync<ConversationItemDone>()).Item.Id);
        Assert.Equal(ItemStatus.Completed, (await session.NextAsync<ResponseOutputItemDone>()).Item.Status);
        var done = (await session.NextAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Completed, done.Status);
        Assert.Null(done.StatusDetails);
        Assert.Equal("Hello.", Assert.IsType<OutputText>(Assert.IsType<MessageItem>(Assert.Single(done.Output)).Content[0]).Text);
        Assert.Equal(0, done.Usage!.OutputTokenDetails.AudioTokens);
        Assert.True(done.Usage.OutputTokens > 0);
    }

    [Fact]
    public async Task The_model_reads_instructions_and_history_in_order()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.Chat.Reply("Four.");
        await session.SayAsync("Two and two?");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.SendAsync(new ConversationItemCreate
        {
            PreviousItemId = ConversationItemCreate.Root,
            Item = new MessageItem { Id = "msg_first", Role = Role.System, Content = [new InputText { Text = "You are a calculator." }] },
        });
        session.Chat.Reply("Six.");
        await session.SayAsync("And two?");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();

        await session.Chat.NextRequestAsync();
        var request = await session.Chat.NextRequestAsync();
        Assert.Equal(["system: Be brief.", "system: You are a calculator.", "user: Two and two?", "assistant: Four.", "user: And two?"],
            request.Messages.Select(message => $"{message.Role}: {message.Text}"));
    }

    [Fact]
    public async Task A_response_may_override_the_session_and_echoes_its_metadata()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("Ok.");
        await session.SayAsync("Hi");
        await session.RespondAsync(new ResponseParameters
        {
            OutputModality = Modality.Text,
            Instructions = "Shout.",
            MaxOutputTokens = new(7),
            Metadata = new Dictionary<string, string> { ["client_event_id"] = "x" },
        });

        var created = await session.UntilAsync<ResponseCreated>();
        Assert.Equal("x", created.Response.Metadata!["client_event_id"]);
        var done = await session.UntilAsync<ResponseDone>();
        Assert.Equal("x", done.Response.Metadata!["client_event_id"]);
        Assert.Equal(7, done.Response.MaxOutputTokens);
        var request = await session.Chat.NextRequestAsync();
        Assert.Equal("Shout.", request.Messages[0].Text);
        Assert.Equal(7, request.Options!.MaxOutputTokens);
    }

    [Fact]
    public async Task The_models_own_token_count_is_reported()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.Chat.Reply(request =>
        {
            request.Write("Hi.");
            request.Write(new Microsoft.Extensions.AI.UsageContent(new() { InputTokenCount = 31, OutputTokenCount = 2, CachedInputTokenCount = 20 }));
            request.Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);
        });
        await session.SayAsync("Hi");
        await session.RespondAsync();
        var usage = (await session.UntilAsync<ResponseDone>()).Response.Usage!;
        Assert.Equal((31, 2, 33, 20), (usage.InputTokens, usage.OutputTokens, usage.TotalTokens, usage.InputTokenDetails.CachedTokens));
    }

    [Fact]
    public async Task Running_out_of_tokens_makes_the_response_incomplete()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.Chat.Reply(request =>
        {
            request.Write("Once upon");
            request.Finish(Microsoft.Extensions.AI.ChatFinishReason.Length);
        });
        await session.SayAsync("A story");
        await session.RespondAsync();
        Assert.Equal(ItemStatus.Incomplete, (await session.UntilAsync<ResponseOutputItemDone>()).Item.Status);
        var done = (await session.NextAsync<ResponseDone>()).Response;
        Assert.Equal((ResponseStatus.Incomplete, StatusReason.MaxOutputTokens), (done.Status, done.StatusDetails!.Reason!.Value));
    }

    [Fact]
    public async Task A_failing_model_fails_the_response_and_the_session_goes_on()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.Chat.Reply(request =>
        {
            request.Write("Let me");
            request.Fail(new HttpRequestException("The chat model at http://localhost:11434 stopped in the middle of its answer."));
        });
        await session.SayAsync("Hi");
        await session.RespondAsync();
        var failed = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Failed, failed.Status);
        Assert.Equal("chat_failed", failed.StatusDetails!.Error!.Code);
        Assert.Contains("stopped in the middle", failed.StatusDetails.Error.Message, StringComparison.Ordinal);

        session.Chat.Reply("Better.");
        await session.RespondAsync();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task An_unexpected_exception_does_not_reach_the_client()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        session.Chat.Reply(request => request.Fail(new InvalidOperationException("secret path")));
        await session.RespondAsync();
        var failed = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal("The chat model failed unexpectedly.", failed.StatusDetails!.Error!.Message);
    }
}
