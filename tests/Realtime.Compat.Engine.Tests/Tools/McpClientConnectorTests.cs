using System.Net;
using System.Text.Json;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Engine.Tools.Network;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Tools;

public class McpClientConnectorTests
{
    private static readonly McpConnectorOptions Trusting = new() { AllowPrivateAddresses = true, ConnectTimeout = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task Tools_are_listed_and_called_with_the_clients_headers()
    {
        await using var loopback = LoopbackMcpServer.Start();
        using var connector = new McpClientConnector(Trusting, TimeProvider.System);
        await using var server = await ConnectAsync(connector, Tool(loopback.Url) with { Authorization = "tok", Headers = new Dictionary<string, string> { ["X-Team"] = "a" } });

        Assert.Equal(["add", "fail", "unknown", "long"], server.Tools.Select(tool => tool.Name));
        Assert.Equal(("Adds.", true), (server.Tools[0].Description, server.Tools[0].IsReadOnly));
        Assert.Equal("object", server.Tools[0].InputSchema.GetProperty("type").GetString());
        Assert.Equal("3\n[image/png]", (await CallAsync(server, "add", """{"a":2}""")).Output);
        Assert.All(loopback.Headers, headers => Assert.Equal(("Bearer tok", "a"), (headers["Authorization"], headers["X-Team"])));
    }

    [Fact]
    public async Task A_server_that_knows_only_server_sent_events_is_reached_too()
    {
        await using var loopback = LoopbackSseMcpServer.Start();
        using var connector = new McpClientConnector(Trusting, TimeProvider.System);
        await using var server = await ConnectAsync(connector, Tool(loopback.Url));

        Assert.Equal(["add", "fail", "unknown", "long"], server.Tools.Select(tool => tool.Name));
        Assert.Equal("3\n[image/png]", (await CallAsync(server, "add", """{"a":2}""")).Output);
        Assert.Equal(new McpToolExecutionError { Message = "No such thing." }, (await CallAsync(server, "fail", "{}")).Error);
        lock (loopback.Requests)
            Assert.Equal(["POST /mcp", "GET /mcp", "POST /messages"], loopback.Requests.Take(3));
    }

    [Fact]
    public async Task What_a_tool_gets_wrong_is_in_the_result()
    {
        await using var loopback = LoopbackMcpServer.Start(async (context, request, _) =>
        {
            if (request.GetProperty("method").GetString() != "tools/call" || request.GetProperty("params").GetProperty("arguments").TryGetProperty("ok", out var _))
                return false;
            await LoopbackMcpServer.WriteAsync(context, "secret", status: 503);
            return true;
        });
        using var connector = new McpClientConnector(Trusting with { MaxOutputLength = 1_000 }, TimeProvider.System);
        await using var server = await ConnectAsync(connector, Tool(loopback.Url));

        Assert.Equal(new McpToolExecutionError { Message = "No such thing." }, (await CallAsync(server, "fail", """{"ok":1}""")).Error);
        Assert.Equal(-32602, Assert.IsType<McpProtocolError>((await CallAsync(server, "unknown", """{"ok":1}""")).Error).Code);
        Assert.Equal(new McpHttpError { Code = 503, Message = "The MCP server failed. It answered with HTTP status 503." }, (await CallAsync(server, "add", "{}")).Error);
        Assert.Equal(new string('x', 1_000) + "… [cut]", (await CallAsync(server, "long", """{"ok":1}""")).Output);
    }

    [Fact]
    public async Task A_private_address_is_refused_unless_the_operator_allows_it()
    {
        await using var loopback = LoopbackMcpServer.Start();
        using var connector = new McpClientConnector(new McpConnectorOptions(), TimeProvider.System);

        foreach (var host in new[] { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]" })
        {
            var exception = await Assert.ThrowsAsync<McpConnectException>(() => ConnectAsync(connector, Tool(new Uri($"http://{host}:{loopback.Url.Port}/mcp"))));
            Assert.Equal("Its address is private. The operator can allow such addresses.", exception.Message);
        }

        Assert.Empty(loopback.Headers);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void Addresses_of_the_internet_are_told_from_others(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task A_redirect_is_followed_on_the_same_origin_only()
    {
        await using var other = LoopbackMcpServer.Start();
        Uri target = null!;
        await using var loopback = LoopbackMcpServer.Start(async (context, _, _) =>
        {
            if (context.Request.Url!.AbsolutePath != "/mcp")
                return false;
            context.Response.Headers["Location"] = target.OriginalString;
            await LoopbackMcpServer.WriteAsync(context, "", status: 307);
            return true;
        });
        using var connector = new McpClientConnector(Trusting, TimeProvider.System);

        target = other.Url;
        var exception = await Assert.ThrowsAsync<McpConnectException>(() => ConnectAsync(connector, Tool(loopback.Url)));
        Assert.Equal("It answered with HTTP status 307.", exception.Message);
        Assert.Empty(other.Headers);

        target = new Uri("/mcp/", UriKind.Relative);
        await using var server = await ConnectAsync(connector, Tool(loopback.Url));
        Assert.Equal(4, server.Tools.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up()
    {
        await using var loopback = LoopbackMcpServer.Start(HangAsync);
        using var connector = new McpClientConnector(Trusting with { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<McpConnectException>(() => ConnectAsync(connector, Tool(loopback.Url)));

        Assert.Equal("It did not answer within 0 seconds.", exception.Message);
    }

    [Fact]
    public async Task A_connection_that_nobody_wants_any_more_is_given_up()
    {
        await using var loopback = LoopbackMcpServer.Start(HangAsync);
        using var connector = new McpClientConnector(Trusting, TimeProvider.System);
        using var stopping = new CancellationTokenSource();
        var connecting = connector.ConnectAsync(Tool(loopback.Url), stopping.Token);
        await loopback.Methods.Reader.ReadAsync().AsTask().WaitAsync(TestSession.Patience);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(TestSession.Patience));
    }

    [Fact]
    public async Task A_tool_that_hangs_times_out_and_the_server_is_left()
    {
        await using var loopback = LoopbackMcpServer.Start((context, request, server) =>
            request.GetProperty("method").GetString() is "tools/call" ? HangAsync(context, request, server) : Task.FromResult(false));
        using var connector = new McpClientConnector(Trusting with { CallTimeout = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);
        await using var server = await ConnectAsync(connector, Tool(loopback.Url));

        Assert.Equal(new McpToolExecutionError { Message = "The tool did not return within 0 seconds." }, (await CallAsync(server, "add", "{}")).Error);
    }

    [Theory]
    [InlineData("not json", "application/json", 200, "It does not speak the Model Context Protocol.")]
    [InlineData("[]", "application/json", 200, "It does not speak the Model Context Protocol.")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":7}""", "application/json", 200, "It does not speak the Model Context Protocol.")]
    [InlineData("<html>", "text/html", 401, "It answered with HTTP status 401.")]
    public async Task What_is_no_MCP_server_is_told(string body, string type, int status, string message)
    {
        await using var loopback = LoopbackMcpServer.Start(async (context, _, _) =>
        {
            await LoopbackMcpServer.WriteAsync(context, body, type, status);
            return true;
        });
        using var connector = new McpClientConnector(Trusting with { ConnectTimeout = TimeSpan.FromSeconds(3) }, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<McpConnectException>(() => ConnectAsync(connector, Tool(loopback.Url)));

        Assert.Contains(exception.Message, new[] { message, "It did not answer within 3 seconds." });
    }

    [Fact]
    public async Task A_list_beyond_the_limits_is_refused()
    {
        await using var loopback = LoopbackMcpServer.Start();
        using var few = new McpClientConnector(Trusting with { MaxTools = 3 }, TimeProvider.System);
        using var small = new McpClientConnector(Trusting with { MaxMessageBytes = 300 }, TimeProvider.System);

        Assert.StartsWith("It lists more than 3 tools", (await Assert.ThrowsAsync<McpConnectException>(() => ConnectAsync(few, Tool(loopback.Url)))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpConnectException>(() => ConnectAsync(small, Tool(loopback.Url)));
    }

    [Theory]
    [InlineData("data: 12345\n\ndata: 12345\n\ndata: 12345\r\n\r\ndata: 12345", true, true)]
    [InlineData("data: 12345\ndata: 12345\ndata: 12345", true, false)]
    [InlineData("data: 12345\n\ndata: 12345\n\n", false, false)]
    public async Task A_message_ends_at_an_empty_line_in_streams_only(string text, bool isEventStream, bool fits)
    {
        using var stream = new BoundedStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), maxBytes: 20, isEventStream);
        using var reader = new StreamReader(stream);
        if (fits)
            Assert.Equal(text, await reader.ReadToEndAsync());
        else
            await Assert.ThrowsAsync<IOException>(() => reader.ReadToEndAsync());
    }

    private static async Task<bool> HangAsync(HttpListenerContext context, JsonElement request, LoopbackMcpServer server)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, server.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private static McpTool Tool(Uri url) => new() { ServerLabel = "loopback", ServerUrl = url };

    private static Task<IMcpServer> ConnectAsync(McpClientConnector connector, McpTool tool) =>
        connector.ConnectAsync(tool, CancellationToken.None).WaitAsync(TestSession.Patience);

    private static Task<McpCallResult> CallAsync(IMcpServer server, string tool, string arguments) =>
        server.CallAsync(tool, JsonElement.Parse(arguments), CancellationToken.None).WaitAsync(TestSession.Patience);
}
