using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Tools;

public class McpListingTests
{
    private readonly ScriptedMcp _mcp = new();

    [Fact]
    public async Task A_server_is_listed_in_the_documented_order()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs")]) });

        await session.NextAsync<SessionUpdated>();
        var added = await session.NextAsync<ConversationItemAdded>();
        Assert.Equal(added.Item.Id, (await session.NextAsync<McpListToolsInProgress>()).ItemId);
        Assert.Empty(Assert.IsType<McpListToolsItem>(added.Item).Tools);
        (await _mcp.NextAttemptAsync()).Accept("search", "ask");
        Assert.Equal(added.Item.Id, (await session.NextAsync<McpListToolsCompleted>()).ItemId);
        var list = Assert.IsType<McpListToolsItem>((await session.NextAsync<ConversationItemDone>()).Item);
        Assert.Equal(("docs", added.Item.Id), (list.ServerLabel, list.Id));
        Assert.Equal(["search", "ask"], list.Tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_costs_its_tools_and_no_more()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs")]) });
        await session.UntilAsync<McpListToolsInProgress>();
        (await _mcp.NextAttemptAsync()).Answer.SetException(new McpConnectException("It cannot be reached."));
        await session.NextAsync<McpListToolsFailed>();
        Assert.Empty(Assert.IsType<McpListToolsItem>((await session.NextAsync<ConversationItemDone>()).Item).Tools);

        session.Chat.Reply("Hello.");
        await session.RespondAsync();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.Null((await session.Chat.NextRequestAsync()).Options!.Tools);
    }

    [Fact]
    public async Task The_list_holds_allowed_tools_only()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs") with { AllowedTools = new McpToolFilter { ReadOnly = true } }]) });
        (await _mcp.NextAttemptAsync()).Accept(ScriptedMcp.Describe("search", readOnly: true), ScriptedMcp.Describe("delete"));
        await session.UntilAsync<McpListToolsCompleted>();
        var list = Assert.IsType<McpListToolsItem>((await session.NextAsync<ConversationItemDone>()).Item);
        Assert.Equal(["search"], list.Tools.Select(tool => tool.Name));

        session.Chat.Reply("Hello.");
        await session.RespondAsync();
        Assert.Equal(["search"], (await session.Chat.NextRequestAsync()).Options!.Tools!.Select(tool => tool.Name));
    }

    [Fact]
    public async Task A_response_before_the_list_does_not_know_the_tools()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs"), new FunctionTool { Name = "mine" }]), ToolChoice = ToolChoice.Mcp("docs", null) });
        session.Chat.Reply("Hello.");
        await session.RespondAsync();

        var options = (await session.Chat.NextRequestAsync()).Options!;
        Assert.Equal(["mine"], options.Tools!.Select(tool => tool.Name));
        Assert.Same(Microsoft.Extensions.AI.ChatToolMode.Auto, options.ToolMode);
        await session.UntilAsync<ResponseDone>();
    }

    [Fact]
    public async Task The_same_server_again_keeps_its_connection_and_another_replaces_it()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs")]) });
        var first = (await _mcp.NextAttemptAsync()).Accept("search");
        await session.UntilAsync<McpListToolsCompleted>();
        await session.NextAsync<ConversationItemDone>();

        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs") with { RequireApproval = McpApproval.Always }]) });
        await session.NextAsync<SessionUpdated>();
        await session.NothingElseAsync();
        Assert.False(_mcp.HasAttempts);

        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs") with { Authorization = "other" }]) });
        await first.Left.Task.WaitAsync(TestSession.Patience);
        Assert.Equal("other", (await _mcp.NextAttemptAsync()).Server.Authorization);
    }

    [Fact]
    public async Task A_server_that_is_taken_out_while_it_is_asked_is_given_up()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs")]) });
        var attempt = await _mcp.NextAttemptAsync();
        await session.UntilAsync<McpListToolsInProgress>();

        await session.UpdateAsync(new SessionPatch { Tools = new([]) });

        await session.NextAsync<SessionUpdated>();
        await session.NextAsync<McpListToolsFailed>();
        await session.NextAsync<ConversationItemDone>();
        await attempt.GivenUp.Task.WaitAsync(TestSession.Patience);
    }

    [Fact]
    public async Task Servers_are_left_with_the_session()
    {
        ScriptedMcp.ScriptedServer server;
        await using (var session = await StartAsync())
        {
            await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs")]) });
            server = (await _mcp.NextAttemptAsync()).Accept("search");
            await session.UntilAsync<McpListToolsCompleted>();
            Assert.False(server.Left.Task.IsCompleted);
        }

        Assert.True(server.Left.Task.IsCompleted);
    }

    [Fact]
    public async Task A_response_waits_for_servers_of_its_own_and_leaves_them()
    {
        await using var session = await StartAsync();
        session.Chat.Reply("Hello.");
        await session.RespondAsync(new ResponseParameters { Tools = [Server("docs")] });
        await session.NextAsync<ResponseCreated>();
        await session.NextAsync<ConversationItemAdded>();
        await session.NextAsync<McpListToolsInProgress>();
        await session.NothingElseAsync();

        var server = (await _mcp.NextAttemptAsync()).Accept("search");

        await session.NextAsync<McpListToolsCompleted>();
        Assert.Equal(["search"], (await session.Chat.NextRequestAsync()).Options!.Tools!.Select(tool => tool.Name));
        await session.UntilAsync<ResponseDone>();
        await server.Left.Task.WaitAsync(TestSession.Patience);
    }

    [Fact]
    public async Task A_response_out_of_band_keeps_its_servers_out_of_the_conversation()
    {
        await using var session = await StartAsync();
        session.Chat.Reply("Hello.");
        await session.RespondAsync(new ResponseParameters { Tools = [Server("docs")], OutOfBand = true });
        (await _mcp.NextAttemptAsync()).Accept("search");
        await session.UntilAsync<ResponseDone>();

        Assert.DoesNotContain(session.Log, e => e is ConversationItemAdded or ConversationItemDone);
        Assert.Single(session.Log.OfType<McpListToolsCompleted>());
    }

    [Fact]
    public async Task Tools_of_one_name_are_told_apart()
    {
        await using var session = await StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([new FunctionTool { Name = "search" }, Server("a"), Server("b")]) });
        (await _mcp.NextAttemptAsync()).Accept("search", "get.page");
        (await _mcp.NextAttemptAsync()).Accept("search", "get/page");
        await session.UntilAsync<McpListToolsCompleted>();
        await session.UntilAsync<McpListToolsCompleted>();
        session.Chat.Reply("Hello.");
        await session.RespondAsync();

        Assert.Equal(
            ["search", "a_search", "get_page", "b_search", "b_get_page"],
            (await session.Chat.NextRequestAsync()).Options!.Tools!.Select(tool => tool.Name));
        await session.UntilAsync<ResponseDone>();
    }

    [Fact]
    public async Task A_host_without_MCP_says_so()
    {
        await using var session = await TestSession.StartAsync();
        await session.UpdateAsync(new SessionPatch { Tools = new([Server("docs")]) });
        Assert.Equal("session.tools", (await session.NextAsync<ErrorEvent>()).Details.Param);
        await session.RespondAsync(new ResponseParameters { Tools = [Server("docs")] });
        Assert.Equal("response.tools", (await session.NextAsync<ErrorEvent>()).Details.Param);
    }

    private static McpTool Server(string label) =>
        new() { ServerLabel = label, ServerUrl = new Uri($"https://{label}.example/mcp"), RequireApproval = McpApproval.Never };

    private Task<TestSession> StartAsync() => TestSession.StartAsync(c => c with { OutputModality = Modality.Text }, mcp: _mcp);
}
