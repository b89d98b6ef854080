using System.Text.Json;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>MCP servers of a simulated session: every attempt to reach one, and every call, waits until the simulation plays it.</summary>
internal sealed class SimulatedMcp : IMcpConnector
{
    /// <summary>The tool that every server has.</summary>
    public const string Tool = "ask";

    private static readonly McpToolDescription[] Tools = [new() { Name = Tool, InputSchema = JsonElement.Parse("{}") }];

    /// <summary>Attempts and calls.</summary>
    public List<Wait> Waits { get; } = [];

    public async Task<IMcpServer> ConnectAsync(McpTool server, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return new Server(this);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = new Wait();
        Waits.Add(wait);
        await using var _ = cancellationToken.Register(() => wait.Answer.TrySetCanceled(cancellationToken));
        await wait.Answer.Task;
    }

    /// <summary>Something that the simulation is to answer.</summary>
    internal sealed class Wait
    {
        /// <summary>Its consumer runs on the thread that completes it.</summary>
        public TaskCompletionSource Answer { get; } = new();

        /// <summary>Whether it was answered, or its consumer has left.</summary>
        public bool IsOver => Answer.Task.IsCompleted;
    }

    private sealed class Server(SimulatedMcp owner) : IMcpServer
    {
        public IReadOnlyList<McpToolDescription> Tools => SimulatedMcp.Tools;

        public async Task<McpCallResult> CallAsync(string name, JsonElement arguments, CancellationToken cancellationToken)
        {
            await owner.WaitAsync(cancellationToken);
            return McpCallResult.Returned("42");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
