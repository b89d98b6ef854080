using System.Buffers;
using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>Judges what a session sent as its clients see it: each event by the schema, in both dialects, and GA's order.</summary>
internal static class WireCheck
{
    /// <summary>What the order's judge says of a response that the test left running.</summary>
    private const string LeftRunning = "has no response.done";

    public static async Task AssertAsync(IReadOnlyList<ServerEvent> log)
    {
        // Beta has no MCP: there, what follows such an item has lost its predecessor.
        var hasMcp = log.Any(e => e is ConversationItemAdded { Item: McpListToolsItem or McpCallItem or McpApprovalRequestItem or McpApprovalResponseItem });
        foreach (var dialect in hasMcp ? (Dialect[])[Dialect.Ga] : [Dialect.Ga, Dialect.Beta])
        {
            var order = new WireOrder(dialect);
            foreach (var serverEvent in log)
                order.Check(serverEvent);
        }

        if (!SchemaValidator.IsAvailable)
            return;
        foreach (var e in Wire(Dialect.Beta, log))
            await SchemaValidator.AssertValidAsync("beta", "server", e);

        var ga = Wire(Dialect.Ga, log);
        foreach (var e in ga)
            await SchemaValidator.AssertValidAsync("ga", "server", e);
        var breaches = await SchemaValidator.OrderErrorsAsync(ga);
        Assert.DoesNotContain(breaches, breach => !breach.EndsWith(LeftRunning, StringComparison.Ordinal));
    }

    private static List<JsonElement> Wire(Dialect dialect, IReadOnlyList<ServerEvent> log)
    {
        List<JsonElement> events = [];
        foreach (var serverEvent in log)
        {
            var json = new ArrayBufferWriter<byte>();
            if (dialect.Write(serverEvent, json))
                events.Add(JsonElement.Parse(json.WrittenSpan));
        }

        return events;
    }
}
