using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Tools;

public class McpCallTests
{
    private readonly ScriptedMcp _mcp = new();

    [Fact]
    public async Task The_server_makes_the_call_and_goes_on_in_the_same_response()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        session.Chat.Reply(request =>
        {
            request.Write("Let me look.");
            request.Call("call_1", "search", new() { ["q"] = "cats" });
            request.Finish(ChatFinishReason.ToolCalls);
        });
        session.Chat.Reply("There are two.");
        await session.RespondAsync();
        var call = await server.NextCallAsync();
        Assert.Equal(("search", """{"q":"cats"}"""), (call.Name, call.Arguments));
        call.Return("two cats");

        Assert.Equal(
            [
                nameof(ResponseCreated), nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ResponseContentPartAdded),
                nameof(ResponseOutputTextDelta), nameof(ResponseOutputTextDone), nameof(ResponseContentPartDone), nameof(ConversationItemDone), nameof(ResponseOutputItemDone),
                nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ResponseMcpCallArgumentsDelta), nameof(ResponseMcpCallArgumentsDone),
                nameof(ResponseMcpCallInProgress), nameof(ResponseMcpCallCompleted), nameof(ConversationItemDone), nameof(ResponseOutputItemDone),
                nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ResponseContentPartAdded),
                nameof(ResponseOutputTextDelta), nameof(ResponseOutputTextDone), nameof(ResponseContentPartDone), nameof(ConversationItemDone), nameof(ResponseOutputItemDone),
                nameof(ResponseDone),
            ],
            await session.NamesUntilDoneAsync());
        var output = session.Log.OfType<ResponseDone>().Single().Response.Output;
        var item = Assert.IsType<McpCallItem>(output[1]);
        Assert.Equal(("docs", "search", """{"q":"cats"}""", "two cats"), (item.ServerLabel, item.Name, item.Arguments, item.Output));
        Assert.Null(item.Error);
        Assert.Equal("", Assert.IsType<McpCallItem>(session.Log.OfType<ResponseOutputItemAdded>().ElementAt(1).Item).Arguments);
        Assert.Equal("There are two.", Text(output[2]));

        await session.Chat.NextRequestAsync();
        var again = (await session.Chat.NextRequestAsync()).Messages;
        Assert.Equal("Let me look.", again[^2].Text);
        Assert.Equal("search", again[^2].Contents.OfType<FunctionCallContent>().Single().Name);
        Assert.Equal("two cats", Result(again[^1]));
    }

    [Fact]
    public async Task Later_responses_remember_the_call()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        await CallAndAnswerAsync(session, server);
        session.Chat.Reply("Bye.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();

        var history = (await session.Chat.NextRequestAsync()).Messages;
        Assert.Equal("search", history.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single().Name);
        Assert.Equal("found", history.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result);
    }

    [Fact]
    public async Task A_spoken_answer_goes_on_after_the_call()
    {
        var (session, server) = await StartAsync(Modality.Audio);
        await using var _ = session;
        session.Chat.Reply(request =>
        {
            request.Write("Let me look. One moment");
            request.Call("call_1", "search", []);
            request.Finish(ChatFinishReason.ToolCalls);
        });
        session.Chat.Reply("There are two.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("two cats");

        var output = (await session.UntilAsync<ResponseDone>()).Response.Output;
        Assert.Equal(["message", "mcp_call", "message"], output.Select(item => item is McpCallItem ? "mcp_call" : "message"));
        Assert.Equal("Let me look. One moment", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(output[0]).Content[0]).Transcript);
    }

    [Fact]
    public async Task Speaking_over_the_words_before_a_call_leaves_those_after_it_unheard()
    {
        var (session, server) = await StartAsync(Modality.Audio);
        await using var _ = session;
        session.Chat.Reply(request =>
        {
            request.Write("Let me look.");
            request.Call("call_1", "search", []);
            request.Finish(ChatFinishReason.ToolCalls);
        });
        session.Chat.Reply("There are two.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("two cats");
        await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        await session.Chat.NextRequestAsync();

        session.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await session.SpeakAsync(700);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        session.Chat.Reply("Yes?");
        await session.RespondAsync();

        var messages = (await session.Chat.NextRequestAsync()).Messages;
        Assert.DoesNotContain(messages, message => message.Text.Contains("two", StringComparison.Ordinal));
        Assert.DoesNotContain(messages, message => message.Text.Contains("Let me look.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tool_that_fails_is_told_to_client_and_model()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        session.Chat.Reply(Calls("search"));
        session.Chat.Reply("It failed.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Answer.SetResult(McpCallResult.Failed(new McpHttpError { Code = 503, Message = "Down." }));
        await session.UntilAsync<ResponseMcpCallFailed>();

        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Completed, done.Status);
        Assert.Equal(new McpHttpError { Code = 503, Message = "Down." }, Assert.IsType<McpCallItem>(done.Output[0]).Error);
        await session.Chat.NextRequestAsync();
        Assert.Equal("Error: Down.", Result((await session.Chat.NextRequestAsync()).Messages[^1]));
    }

    [Fact]
    public async Task A_connector_that_throws_costs_the_call_only()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        session.Chat.Reply(Calls("search"));
        session.Chat.Reply("It failed.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Answer.SetException(new InvalidOperationException("secret"));
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Completed, done.Status);
        Assert.Equal("The call failed unexpectedly.", Assert.IsType<McpCallItem>(done.Output[0]).Error!.Message);
    }

    [Fact]
    public async Task Speaking_over_a_call_stops_it()
    {
        var (session, server) = await StartAsync(Modality.Audio);
        await using var _ = session;
        session.Chat.Reply(Calls("search"));
        await session.RespondAsync();
        var call = await server.NextCallAsync();

        await session.SpeakAsync(700);

        var failed = await session.UntilAsync<ResponseMcpCallFailed>();
        Assert.Equal(failed.ItemId, (await session.NextAsync<ConversationItemDone>()).Item.Id);
        await session.NextAsync<ResponseOutputItemDone>();
        var done = (await session.NextAsync<ResponseDone>()).Response;
        Assert.Equal((ResponseStatus.Cancelled, StatusReason.TurnDetected), (done.Status, done.StatusDetails!.Reason!.Value));
        Assert.Equal("The call was stopped before it returned.", Assert.IsType<McpCallItem>(done.Output[0]).Error!.Message);
        await call.Stopped.Task.WaitAsync(TestSession.Patience);
    }

    [Fact]
    public async Task A_function_of_the_client_ends_the_response_after_the_servers_calls()
    {
        var (session, server) = await StartAsync(more: new FunctionTool { Name = "mine" });
        await using var _ = session;
        session.Chat.Reply(request =>
        {
            request.Write("Both.");
            request.Call("call_1", "search", []);
            request.Call("call_2", "mine", []);
            request.Call("call_3", "search", []);
            request.Finish(ChatFinishReason.ToolCalls);
        });
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("one");
        (await server.NextCallAsync()).Return("two");
        var done = (await session.UntilAsync<ResponseDone>()).Response;

        Assert.Equal(ResponseStatus.Completed, done.Status);
        Assert.Equal([typeof(MessageItem), typeof(FunctionCallItem), typeof(McpCallItem), typeof(McpCallItem)], done.Output.Select(item => item.GetType()));
        await session.SendAsync(new ConversationItemCreate { Item = new FunctionCallOutputItem { CallId = "call_2", Output = "mine too" } });
        session.Chat.Reply("Done.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        Assert.Equal(
            ["one", "two", "mine too"],
            (await session.Chat.NextRequestAsync()).Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result));
    }

    [Fact]
    public async Task A_demanded_server_is_asked_first_and_then_the_model_decides()
    {
        var (session, server) = await StartAsync(more: new FunctionTool { Name = "mine" });
        await using var _ = session;
        session.Chat.Reply(Calls("ask"));
        session.Chat.Reply("Done.");
        await session.RespondAsync(new ResponseParameters { ToolChoice = ToolChoice.Mcp("docs", "ask") });
        (await server.NextCallAsync()).Return("yes");
        await session.UntilAsync<ResponseDone>();

        var first = (await session.Chat.NextRequestAsync()).Options!;
        Assert.Equal(["ask"], first.Tools!.Select(tool => tool.Name));
        Assert.Same(ChatToolMode.RequireAny, first.ToolMode);
        var second = (await session.Chat.NextRequestAsync()).Options!;
        Assert.Equal(["search", "ask", "mine"], second.Tools!.Select(tool => tool.Name));
        Assert.Same(ChatToolMode.Auto, second.ToolMode);
    }

    [Fact]
    public async Task A_model_that_never_stops_calling_is_stopped()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        for (var i = 0; i <= ToolRounds.MaxRounds; i++)
            session.Chat.Reply(Calls("search"));
        await session.RespondAsync();
        for (var i = 0; i < ToolRounds.MaxRounds; i++)
        {
            (await server.NextCallAsync()).Return("more");
            Assert.NotNull((await session.Chat.NextRequestAsync()).Options!.Tools);
        }

        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal((ResponseStatus.Failed, "too_many_tool_calls"), (done.Status, done.StatusDetails!.Error!.Code));
        Assert.Equal(ToolRounds.MaxRounds, done.Output.Count);
        Assert.Null((await session.Chat.NextRequestAsync()).Options!.Tools);
        Assert.False(server.WasCalled);
    }

    [Fact]
    public async Task Tokens_of_all_rounds_count_against_the_limit()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        for (var i = 0; i < 2; i++)
        {
            session.Chat.Reply(request =>
            {
                request.Call("call_1", "search", []);
                request.Write(new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 60 }));
                request.Finish(ChatFinishReason.ToolCalls);
            });
        }

        await session.RespondAsync(new ResponseParameters { MaxOutputTokens = 100 });
        (await server.NextCallAsync()).Return("1");
        (await server.NextCallAsync()).Return("2");
        var done = (await session.UntilAsync<ResponseDone>()).Response;

        Assert.Equal((ResponseStatus.Incomplete, StatusReason.MaxOutputTokens), (done.Status, done.StatusDetails!.Reason!.Value));
        Assert.Equal((20, 120), (done.Usage!.InputTokenDetails.TextTokens, done.Usage.OutputTokenDetails.TextTokens));
        Assert.Equal(100, (await session.Chat.NextRequestAsync()).Options!.MaxOutputTokens);
        Assert.Equal(40, (await session.Chat.NextRequestAsync()).Options!.MaxOutputTokens);
    }

    [Fact]
    public async Task A_call_that_needs_approval_waits_for_the_client()
    {
        var (session, server) = await StartAsync(approval: McpApproval.Always);
        await using var _ = session;
        session.Chat.Reply(Calls("search"));
        await session.RespondAsync();
        Assert.Equal(
            [
                nameof(ResponseCreated), nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ConversationItemDone), nameof(ResponseOutputItemDone),
                nameof(ResponseDone),
            ],
            await session.NamesUntilDoneAsync());
        var request = Assert.IsType<McpApprovalRequestItem>(session.Log.OfType<ResponseDone>().Single().Response.Output.Single());
        Assert.Equal(("docs", "search", "{}"), (request.ServerLabel, request.Name, request.Arguments));

        await AnswerAsync(session, request.Id, approve: true);
        await session.UntilAsync<ConversationItemDone>();
        Assert.False(server.WasCalled);
        session.Chat.Reply("Found it.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("found");
        var output = (await session.UntilAsync<ResponseDone>()).Response.Output;

        Assert.Equal((request.Id, "found"), (Assert.IsType<McpCallItem>(output[0]).ApprovalRequestId, ((McpCallItem)output[0]).Output));
        Assert.Equal("Found it.", Text(output[1]));
        await session.Chat.NextRequestAsync();
        var messages = (await session.Chat.NextRequestAsync()).Messages;
        Assert.Single(messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal("found", Result(messages[^1]));
    }

    [Fact]
    public async Task An_approval_is_good_for_one_call()
    {
        var (session, server) = await StartAsync(approval: McpApproval.Always);
        await using var _ = session;
        var request = await RequestApprovalAsync(session);
        await AnswerAsync(session, request.Id, approve: true);
        session.Chat.Reply("Found it.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("found");
        var call = (await session.UntilAsync<ResponseDone>()).Response.Output[0];

        await session.SendAsync(new ConversationItemDelete { ItemId = call.Id });
        session.Chat.Reply("Bye.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        Assert.False(server.WasCalled);
        await AnswerAsync(session, request.Id, approve: true);
        Assert.Equal("item.approval_request_id", (await session.NextAsync<ErrorEvent>()).Details.Param);
    }

    [Fact]
    public async Task A_call_that_was_not_approved_is_not_made_and_the_model_is_told()
    {
        var (session, server) = await StartAsync(approval: McpApproval.Always);
        await using var _ = session;
        var request = await RequestApprovalAsync(session);
        await AnswerAsync(session, request.Id, approve: false, "Too dear.");
        session.Chat.Reply("Then not.");
        await session.RespondAsync();
        Assert.Equal("Then not.", Text((await session.UntilAsync<ResponseDone>()).Response.Output.Single()));

        Assert.Equal("The user did not approve the call: Too dear.", Result((await session.Chat.NextRequestAsync()).Messages[^1]));
        Assert.False(server.WasCalled);
    }

    [Fact]
    public async Task A_request_that_nobody_answered_is_told_to_the_model()
    {
        var (session, _) = await StartAsync(approval: McpApproval.Always);
        await using var ending = session;
        await RequestApprovalAsync(session);
        session.Chat.Reply("Well?");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("The call waits for the user's approval.", Result((await session.Chat.NextRequestAsync()).Messages[^1]));
    }

    [Fact]
    public async Task An_approved_call_of_a_server_that_is_gone_fails()
    {
        var (session, server) = await StartAsync(approval: McpApproval.Always);
        await using var _ = session;
        var request = await RequestApprovalAsync(session);
        await AnswerAsync(session, request.Id, approve: true);
        await session.UpdateAsync(new SessionPatch { Tools = new([]) });
        session.Chat.Reply("Gone.");
        await session.RespondAsync();

        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal("The MCP server docs is not connected, or has no tool search.", Assert.IsType<McpCallItem>(done.Output[0]).Error!.Message);
        Assert.Equal(ResponseStatus.Completed, done.Status);
        Assert.False(server.WasCalled);
    }

    [Fact]
    public async Task An_answer_needs_a_request_and_comes_once()
    {
        var (session, _) = await StartAsync(approval: McpApproval.Always);
        await using var ending = session;
        var request = await RequestApprovalAsync(session);

        await AnswerAsync(session, "item_x", approve: true);
        Assert.Equal("Approval request 'item_x' not found in conversation.", (await session.NextAsync<ErrorEvent>()).Details.Message);
        await AnswerAsync(session, request.Id, approve: false);
        await session.UntilAsync<ConversationItemDone>();
        await AnswerAsync(session, request.Id, approve: true);
        Assert.Equal($"Approval request '{request.Id}' is answered already.", (await session.NextAsync<ErrorEvent>()).Details.Message);
    }

    private async Task<(TestSession Session, ScriptedMcp.ScriptedServer Server)> StartAsync(
        Modality modality = Modality.Text, McpApproval? approval = null, FunctionTool? more = null)
    {
        var tool = new McpTool { ServerLabel = "docs", ServerUrl = new Uri("https://docs.example/mcp"), RequireApproval = approval ?? McpApproval.Never };
        var session = await TestSession.StartAsync(c => c with { OutputModality = modality, Tools = more is null ? [tool] : [tool, more] }, mcp: _mcp);
        var server = (await _mcp.NextAttemptAsync()).Accept("search", "ask");
        await session.UntilAsync<McpListToolsCompleted>();
        await session.NextAsync<ConversationItemDone>();
        return (session, server);
    }

    private static Action<ScriptedChat.Request> Calls(string tool) => request =>
    {
        request.Call("call_1", tool, []);
        request.Finish(ChatFinishReason.ToolCalls);
    };

    private static async Task CallAndAnswerAsync(TestSession session, ScriptedMcp.ScriptedServer server)
    {
        session.Chat.Reply(Calls("search"));
        session.Chat.Reply("Found it.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("found");
        await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        await session.Chat.NextRequestAsync();
    }

    private static async Task<McpApprovalRequestItem> RequestApprovalAsync(TestSession session)
    {
        session.Chat.Reply(Calls("search"));
        await session.RespondAsync();
        var done = await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        return Assert.IsType<McpApprovalRequestItem>(done.Response.Output.Single());
    }

    private static Task AnswerAsync(TestSession session, string requestId, bool approve, string? reason = null) => session.SendAsync(new ConversationItemCreate
    {
        PreviousItemId = null,
        Item = new McpApprovalResponseItem { ApprovalRequestId = requestId, Approve = approve, Reason = reason },
    });

    private static string Text(ConversationItem item) => Assert.IsType<OutputText>(Assert.IsType<MessageItem>(item).Content[0]).Text;

    private static object? Result(ChatMessage message) => Assert.IsType<FunctionResultContent>(message.Contents.Single()).Result;
}
