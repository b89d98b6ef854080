using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance;

/// <summary>npm <c>@openai/agents</c>, unmodified, over WebSocket. The conversation is in <c>node/agents.mjs</c>.</summary>
[Collection(ServerCollection.Name)]
public sealed class AgentsClientTests(ServerFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    public async Task The_agents_sdk_holds_a_conversation_that_uses_a_tool()
    {
        var logs = fixture.NewLogFolder();
        var environment = new Dictionary<string, string?>
        {
            ["REALTIME_URL"] = fixture.Server.SessionUrl().ToString(),
            ["REALTIME_LOGS"] = logs,
        };
        await using var node = new ChildProcess("node", ["agents.mjs"], environment, Path.Combine(Checkout.Root, "tests", "Conformance", "node"));

        var status = await node.ExitAsync(Patience);

        Assert.True(status == 0, $"{node.Output}\n--- the server's last words:\n{fixture.Server.Output}");
        await EventCheck.AssertAllValidAsync(logs);
    }
}
