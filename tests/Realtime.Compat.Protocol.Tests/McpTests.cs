using System.Buffers;
using System.Text.Json;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests;

public class McpTests
{
    private static readonly McpToolDescription Reads = new() { Name = "read", InputSchema = Json.Parse("{}"), Annotations = Json.Parse("""{"readOnlyHint":true}""") };
    private static readonly McpToolDescription Writes = new() { Name = "write", InputSchema = Json.Parse("{}") };

    [Fact]
    public void A_server_in_full()
    {
        var tool = ReadTool(
            """
            {"type":"mcp","server_label":"docs","server_url":"https://docs.example/mcp","server_description":"Documents","authorization":"tok",
             "headers":{"X-Team":"a"},"allowed_tools":{"tool_names":["read"],"read_only":true},"require_approval":{"never":{"tool_names":["read"]}},
             "connector_id":null,"defer_loading":false,"allowed_callers":["direct"]}
            """);

        Assert.Equal(("docs", "https://docs.example/mcp", "Documents", "tok"), (tool.ServerLabel, tool.ServerUrl.OriginalString, tool.ServerDescription, tool.Authorization));
        Assert.Equal("a", tool.Headers["x-team"]);
        Assert.True(tool.AllowedTools!.Picks(Reads));
        Assert.False(tool.AllowedTools.Picks(Writes));
        Assert.False(tool.RequireApproval.IsNeededFor(Reads));
        Assert.True(tool.RequireApproval.IsNeededFor(Writes));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"server_url\":null,\"require_approval\":\"never\",\"allowed_tools\":[\"read\"]", true)]
    public void A_server_may_be_named_by_its_label_alone(string fields, bool changes)
    {
        var session = ReadSession($$"""{"type":"realtime","tools":[{"type":"mcp","server_label":"docs"{{fields}}}]}""");

        var server = Assert.IsType<McpServerReference>(Assert.Single(session.Tools.Or([])));
        Assert.Equal(("docs", changes, changes), (server.ServerLabel, server.AllowedTools is not null, server.RequireApproval is not null));
    }

    [Fact]
    public void A_token_is_given_once()
    {
        var error = Dialect.Ga.ReadError(
            """{"type":"session.update","session":{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x","authorization":"hush","headers":{"authorization":"Bearer hush"}}]}}""");

        Assert.Equal(("invalid_value", "session.tools[0].headers"), (error.Code, error.Param));
        Assert.DoesNotContain("hush", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData(",\"require_approval\":null", true, true)]
    [InlineData(",\"require_approval\":\"always\"", true, true)]
    [InlineData(",\"require_approval\":\"never\"", false, false)]
    [InlineData(",\"require_approval\":{}", true, true)]
    [InlineData(",\"require_approval\":{\"always\":{\"tool_names\":[\"write\"]}}", false, true)]
    [InlineData(",\"require_approval\":{\"never\":{\"tool_names\":[\"read\"]}}", false, true)]
    [InlineData(",\"require_approval\":{\"never\":{\"read_only\":true}}", false, true)]
    [InlineData(",\"require_approval\":{\"never\":{\"tool_names\":[]}}", true, true)]
    [InlineData(",\"require_approval\":{\"always\":{\"tool_names\":[\"read\"]},\"never\":{\"tool_names\":[\"read\"]}}", true, true)]
    public void Approval_is_needed_unless_the_client_waives_it(string field, bool forReads, bool forWrites)
    {
        var approval = ReadTool($$"""{"type":"mcp","server_label":"docs","server_url":"http://x"{{field}}}""").RequireApproval;

        Assert.Equal((forReads, forWrites), (approval.IsNeededFor(Reads), approval.IsNeededFor(Writes)));
    }

    [Fact]
    public void A_session_does_not_tell_the_secrets_of_its_servers()
    {
        const string Tool =
            """{"type":"mcp","server_label":"docs","server_url":"https://docs.example/mcp","allowed_tools":["read"],"require_approval":{"never":{"tool_names":["read"]}},""";
        var tool = ReadTool(Tool + """ "authorization":"hush","headers":{"X-Key":"hush"}}""");
        var session = new SessionConfiguration { Id = "sess_1", Model = "m", ExpiresAt = 1, Tools = [tool], ToolChoice = ToolChoice.Mcp("docs", "read") };

        var json = Dialect.Ga.Write(new SessionUpdated { Session = session });

        Assert.DoesNotContain("hush", json + tool, StringComparison.Ordinal);
        Assert.Equal(Tool.TrimEnd(',') + "}", Json.Parse(json).GetProperty("session").GetProperty("tools")[0].GetRawText());
        Assert.Equal("""{"type":"mcp","server_label":"docs","name":"read"}""", Json.Parse(json).GetProperty("session").GetProperty("tool_choice").GetRawText());
    }

    [Fact]
    public void A_choice_of_a_server_and_of_its_tool()
    {
        var any = ReadSession("""{"type":"realtime","tool_choice":{"type":"mcp","server_label":"docs"}}""").ToolChoice.Or(ToolChoice.Auto);
        var one = ReadSession("""{"type":"realtime","tool_choice":{"type":"mcp","server_label":"docs","name":"read"}}""").ToolChoice.Or(ToolChoice.Auto);

        Assert.Equal((ToolChoiceMode.Mcp, "docs", null), (any.Mode, any.ServerLabel, any.McpToolName));
        Assert.Equal((ToolChoiceMode.Mcp, "docs", "read"), (one.Mode, one.ServerLabel, one.McpToolName));
    }

    [Fact]
    public void An_answer_to_a_request_for_approval()
    {
        var create = Dialect.Ga.Read<ConversationItemCreate>(
            """{"type":"conversation.item.create","previous_item_id":"item_0","item":{"type":"mcp_approval_response","approval_request_id":"item_0","approve":false,"reason":"No."}}""");

        Assert.Equal(new McpApprovalResponseItem { ApprovalRequestId = "item_0", Approve = false, Reason = "No." }, create.Item);
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"tools":[{"type":"mcp","server_label":"x","server_url":"http://x"}]}}""", "session.tools[0].type")]
    [InlineData("""{"type":"session.update","session":{"tool_choice":{"type":"mcp","server_label":"x"}}}""", "session.tool_choice.type")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"mcp_approval_response","approval_request_id":"y","approve":true}}""", "item.type")]
    public void Beta_says_that_MCP_is_GAs(string json, string param)
    {
        var error = Dialect.Beta.ReadError(json);

        Assert.Equal(("invalid_value", param), (error.Code, error.Param));
        Assert.Equal("Invalid value: 'mcp'. MCP is part of the GA interface: connect without 'OpenAI-Beta: realtime=v1'.", error.Message);
    }

    [Fact]
    public void Items_have_the_fields_of_the_specification_and_no_others()
    {
        var call = new McpCallItem { Id = "item_1", ServerLabel = "docs", Name = "read", Arguments = "{}", Error = new McpProtocolError { Code = -32602, Message = "no" } };
        var list = new McpListToolsItem { Id = "item_2", ServerLabel = "docs", Tools = [Reads] };

        Assert.Equal(
            """{"type":"mcp_call","id":"item_1","server_label":"docs","name":"read","arguments":"{}","approval_request_id":null,"output":null,"error":{"type":"protocol_error","code":-32602,"message":"no"}}""",
            Item(call));
        Assert.Equal(
            """{"type":"mcp_list_tools","id":"item_2","server_label":"docs","tools":[{"name":"read","description":null,"input_schema":{},"annotations":{"readOnlyHint":true}}]}""",
            Item(list));
    }

    [SchemaFact]
    public async Task Every_item_satisfies_the_schema()
    {
        foreach (var item in McpItems.All("Hello."))
            await SchemaValidator.AssertValidAsync("ga", "server", Json.Parse(Dialect.Ga.Write(new ConversationItemDone { PreviousItemId = null, Item = item })));
    }

    [Fact]
    public void A_beta_client_of_a_session_with_servers_sees_none_of_them()
    {
        var message = new MessageItem { Id = "item_0", Role = Role.Assistant, Content = [new OutputText { Text = "Hi." }] };
        var done = new ResponseDone
        {
            Response = new RealtimeResponse
            {
                Id = "resp_1",
                Status = ResponseStatus.Completed,
                ConversationId = "conv_1",
                OutputModality = Modality.Text,
                MaxOutputTokens = null,
                OutputFormat = AudioFormat.Pcm16,
                Voice = "alloy",
                Temperature = 0.8,
                Metadata = null,
                Output = [.. McpItems.All("x"), message],
            },
        };

        Assert.Equal("item_0", Assert.Single(Json.Parse(Dialect.Beta.Write(done)).GetProperty("response").GetProperty("output").EnumerateArray()).GetProperty("id").GetString());
        foreach (var item in McpItems.All("x"))
            Assert.False(Dialect.Beta.Write(new ConversationItemAdded { PreviousItemId = null, Item = item }, new ArrayBufferWriter<byte>()));
        Assert.False(Dialect.Beta.Write(new McpListToolsCompleted { ItemId = "item_1" }, new ArrayBufferWriter<byte>()));
    }

    private static McpTool ReadTool(string json) =>
        Assert.IsType<McpTool>(Assert.Single(ReadSession($$"""{"type":"realtime","tools":[{{json}}]}""").Tools.Or([])));

    private static SessionPatch ReadSession(string json) => Dialect.Ga.Read<SessionUpdate>($$"""{"type":"session.update","session":{{json}}}""").Session;

    private static string Item(ConversationItem item) =>
        Json.Parse(Dialect.Ga.Write(new ConversationItemDone { PreviousItemId = null, Item = item })).GetProperty("item").GetRawText();
}
