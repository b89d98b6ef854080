using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Realtime.Compat.Documentation.Tests.Commands;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;
using Realtime.Compat.Server.Tests.Models;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>The snippet for a home, against a stand-in for Home Assistant's MCP server: streamable HTTP without sessions, JSON answers, a bearer token.</summary>
[Collection(LiveCollection.Name)]
public sealed class HomeTests
{
    private const string Token = "token-of-the-home";

    private const string Script = """
        rules:
          - text: kitchen
            offers: HassTurnOff
            call: {name: HassTurnOff, arguments: {name: kitchen light}}
          - after_tool: HassTurnOff
            reply: "It is done: ${result}"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<JsonNode> _done = [];

    /// <summary>Whether a snippet asks a home.</summary>
    internal static bool IsForHomes(CodeBlock block) => block.Code.Contains("HA_TOKEN", StringComparison.Ordinal);

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    public async Task The_snippet_has_the_home_do_what_is_asked_and_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("realtime-home-");
        try
        {
            var script = Path.Combine(folder.FullName, "home.yaml");
            await File.WriteAllTextAsync(script, Script);
            await using var server = await RunningServer.StartAsync("--Realtime:Chat:ScriptFile", script, "--Realtime:Mcp:AllowPrivateAddresses", "true");
            await using var home = await LocalHub.StartAsync();
            using var snippet = new NodeSnippet(Documents.BlocksIn("js").Single(IsForHomes), server);
            var address = home.Answer("/api/mcp", AnswerAsync).ToString();

            await using var node = snippet.Start([snippet.File, "Turn off the light in the kitchen"], new Dictionary<string, string?> { ["HA_URL"] = address, ["HA_TOKEN"] = Token });
            var status = await node.ExitAsync(Patience);
            Assert.True(status == 0, $"{node.Output}\n{server.Output}");
            Assert.Contains("It is done: The kitchen light is off.", node.Output, StringComparison.Ordinal);
            Assert.Equal("""{"name":"kitchen light"}""", Assert.Single(_done).ToJsonString());

            await using var stranger = snippet.Start([snippet.File, "Turn off the light in the kitchen"], new Dictionary<string, string?> { ["HA_URL"] = address, ["HA_TOKEN"] = "another" });
            Assert.Equal(1, await stranger.ExitAsync(Patience));
            Assert.Contains("gives no tools", stranger.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        if (request["id"] is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone() };
        if (ResultOf(request) is { } result)
            answer["result"] = result;
        else
            answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" };
        await context.Response.WriteAsJsonAsync(answer);
    }

    private JsonNode? ResultOf(JsonNode request)
    {
        switch ((string?)request["method"])
        {
            case "initialize":
                return new JsonObject
                {
                    ["protocolVersion"] = request["params"]!["protocolVersion"]!.DeepClone(),
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                    ["serverInfo"] = new JsonObject { ["name"] = "home-assistant", ["version"] = "1" },
                };
            case "tools/list":
                return JsonNode.Parse("""{"tools":[{"name":"HassTurnOff","description":"Turns off a device","inputSchema":{"type":"object","properties":{"name":{"type":"string"},"area":{"type":"string"}}}}]}""");
            case "tools/call":
                _done.Enqueue(request["params"]!["arguments"]!.DeepClone());
                return JsonNode.Parse("""{"content":[{"type":"text","text":"The kitchen light is off."}],"isError":false}""");
            default:
                return null;
        }
    }
}
