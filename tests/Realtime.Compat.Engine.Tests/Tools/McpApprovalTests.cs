using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Tools;

/// <summary>What follows an answer to an approval request: OpenAI's Agents SDK sends nothing after it, other clients ask for a response at once.</summary>
public class McpApprovalTests
{
    private static readonly TimeSpan TimeToAsk = TimeSpan.FromMilliseconds(250);

    private readonly ScriptedMcp _mcp = new();

    [Fact]
    public async Task The_turn_goes_on_by_itself_when_the_client_only_approves()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        var request = await RequestAsync(session, ["search"]);
        await AnswerAsync(session, request[0].Id, approve: true);
        session.Chat.Reply("Found it.");

        session.Clock.Advance(TimeToAsk);
        (await server.NextCallAsync()).Return("found");

        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Completed, done.Status);
        Assert.Equal("found", Assert.IsType<McpCallItem>(done.Output[0]).Output);
        Assert.IsType<MessageItem>(done.Output[1]);
        session.Clock.Advance(TimeToAsk);
        await session.NothingElseAsync();
    }

    [Fact]
    public async Task The_turn_goes_on_by_itself_when_the_client_only_denies()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        var request = await RequestAsync(session, ["search"]);
        await AnswerAsync(session, request[0].Id, approve: false);
        session.Chat.Reply("Then not.");

        session.Clock.Advance(TimeToAsk);

        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.False(server.WasCalled);
    }

    [Fact]
    public async Task A_client_that_asks_for_the_response_itself_gets_one_and_no_error()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        var request = await RequestAsync(session, ["search"]);
        await AnswerAsync(session, request[0].Id, approve: true);
        session.Chat.Reply("Found it.");
        await session.RespondAsync(new ResponseParameters { Metadata = new Dictionary<string, string> { ["mine"] = "yes" } });
        (await server.NextCallAsync()).Return("found");
        Assert.Equal("yes", (await session.UntilAsync<ResponseDone>()).Response.Metadata!["mine"]);

        session.Clock.Advance(TimeToAsk);
        await session.NothingElseAsync();
        Assert.DoesNotContain(session.Log, e => e is ErrorEvent);
    }

    [Fact]
    public async Task The_turn_goes_on_once_every_request_is_answered()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        var requests = await RequestAsync(session, ["search", "ask"]);
        await AnswerAsync(session, requests[0].Id, approve: true);
        session.Clock.Advance(TimeToAsk);
        Assert.False(server.WasCalled);

        await AnswerAsync(session, requests[1].Id, approve: true);
        session.Chat.Reply("Both.");
        session.Clock.Advance(TimeToAsk);
        (await server.NextCallAsync()).Return("1");
        (await server.NextCallAsync()).Return("2");
        Assert.Equal(3, (await session.UntilAsync<ResponseDone>()).Response.Output.Count);
    }

    [Fact]
    public async Task An_approval_during_another_response_is_followed_after_it()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        var request = await RequestAsync(session, ["search"]);
        await session.SayAsync("Meanwhile?");
        await session.RespondAsync();
        var other = await session.Chat.NextRequestAsync();
        await AnswerAsync(session, request[0].Id, approve: true);
        session.Clock.Advance(TimeToAsk);
        other.Finish(ChatFinishReason.Stop);
        await session.UntilAsync<ResponseDone>();
        await session.NothingElseAsync();
        Assert.False(server.WasCalled);

        session.Chat.Reply("Found it.");
        session.Clock.Advance(TimeToAsk);
        (await server.NextCallAsync()).Return("found");
        await session.UntilAsync<ResponseDone>();
    }

    [Fact]
    public async Task What_follows_is_as_the_response_that_asked_and_need_not_call_again()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        var request = await RequestAsync(session, ["search"], new ResponseParameters
        {
            Instructions = "Search.",
            ToolChoice = ToolChoice.Required,
            Metadata = new Dictionary<string, string> { ["first"] = "1" },
        });
        await AnswerAsync(session, request[0].Id, approve: true);
        session.Chat.Reply("Found it.");
        session.Clock.Advance(TimeToAsk);
        (await server.NextCallAsync()).Return("found");

        Assert.Null((await session.UntilAsync<ResponseDone>()).Response.Metadata);
        var asked = await session.Chat.NextRequestAsync();
        Assert.Equal("Search.", asked.Messages[0].Text);
        Assert.Same(ChatToolMode.Auto, asked.Options!.ToolMode);
    }

    [Fact]
    public async Task What_the_session_demands_is_met_by_the_approved_call()
    {
        var (session, server) = await StartAsync(ToolChoice.Required);
        await using var _ = session;
        var request = await RequestAsync(session, ["search"]);
        await AnswerAsync(session, request[0].Id, approve: true);
        session.Chat.Reply("Found it.");
        await session.RespondAsync();
        (await server.NextCallAsync()).Return("found");
        await session.UntilAsync<ResponseDone>();
        Assert.Same(ChatToolMode.Auto, (await session.Chat.NextRequestAsync()).Options!.ToolMode);
    }

    [Fact]
    public async Task A_server_that_was_described_once_is_named_by_its_label_alone()
    {
        var (session, server) = await StartAsync();
        await using var _ = session;
        session.Chat.Reply("Hm.");
        await session.RespondAsync(new ResponseParameters { Tools = [new McpServerReference { ServerLabel = "docs", RequireApproval = McpApproval.Never }] });
        await session.UntilAsync<ResponseDone>();

        Assert.Equal(["search", "ask"], (await session.Chat.NextRequestAsync()).Options!.Tools!.Select(tool => tool.Name));
        await session.UpdateAsync(new SessionPatch { Tools = new([new McpServerReference { ServerLabel = "docs" }]) });
        Assert.Equal(new Uri("https://docs.example/mcp"), Assert.IsType<McpTool>((await session.NextAsync<SessionUpdated>()).Session.Tools.Single()).ServerUrl);
        Assert.False(_mcp.HasAttempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_label_that_was_never_described_is_refused(bool inSession)
    {
        var (session, _) = await StartAsync();
        await using var ending = session;
        IReadOnlyList<Tool> tools = [new FunctionTool { Name = "f" }, new McpServerReference { ServerLabel = "other" }];
        if (inSession)
            await session.UpdateAsync(new SessionPatch { Tools = new(tools) });
        else
            await session.RespondAsync(new ResponseParameters { Tools = tools });

        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal(("missing_required_parameter", inSession ? "session.tools[1].server_url" : "response.tools[1].server_url"), (error.Code, error.Param));
        Assert.Equal($"Missing required parameter: '{error.Param}'.", error.Message);
    }

    private async Task<(TestSession Session, ScriptedMcp.ScriptedServer Server)> StartAsync(ToolChoice? choice = null)
    {
        var tool = new McpTool { ServerLabel = "docs", ServerUrl = new Uri("https://docs.example/mcp") };
        var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text, Tools = [tool], ToolChoice = choice ?? ToolChoice.Auto }, mcp: _mcp);
        var server = (await _mcp.NextAttemptAsync()).Accept("search", "ask");
        await session.UntilAsync<McpListToolsCompleted>();
        await session.NextAsync<ConversationItemDone>();
        return (session, server);
    }

    private static async Task<McpApprovalRequestItem[]> RequestAsync(TestSession session, string[] tools, ResponseParameters? wishes = null)
    {
        session.Chat.Reply(request =>
        {
            foreach (var tool in tools)
                request.Call($"call_{tool}", tool, []);
            request.Finish(ChatFinishReason.ToolCalls);
        });
        await session.RespondAsync(wishes);
        var done = await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        return [.. done.Response.Output.Cast<McpApprovalRequestItem>()];
    }

    private static async Task AnswerAsync(TestSession session, string requestId, bool approve)
    {
        await session.SendAsync(new ConversationItemCreate { PreviousItemId = requestId, Item = new McpApprovalResponseItem { ApprovalRequestId = requestId, Approve = approve } });
        while ((await session.UntilAsync<ConversationItemDone>()).Item is not McpApprovalResponseItem)
        {
        }

        // The wait for the client begins after the event.
        await session.NothingElseAsync();
    }
}
