using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>The session's MCP servers, by label.</summary>
    private readonly Dictionary<string, McpConnection> _servers = new(StringComparer.Ordinal);

    /// <summary>Connections that were closed, and may still be saying goodbye.</summary>
    private readonly List<McpConnection> _closedServers = [];

    /// <summary>Every MCP server that was described in the session, by label: a later event may name the label alone.</summary>
    private readonly Dictionary<string, McpTool> _describedServers = new(StringComparer.Ordinal);

    /// <summary>Brings the connections in line with the tools in effect: what is listed already stays, what is new is listed, what is gone is closed.</summary>
    private void ConnectServers()
    {
        if (_backends.Mcp is null)
            return;

        var wanted = _configuration.Tools.OfType<McpTool>().ToDictionary(tool => tool.ServerLabel, StringComparer.Ordinal);
        var gone = _servers.Values.Where(server => !wanted.TryGetValue(server.Tool.ServerLabel, out var tool) || !tool.HasListOf(server.Tool)).ToList();
        foreach (var server in gone)
            _servers.Remove(server.Tool.ServerLabel);
        CloseServers(gone);
        foreach (var tool in wanted.Values)
        {
            _describedServers[tool.ServerLabel] = tool;
            if (_servers.TryGetValue(tool.ServerLabel, out var server))
                server.Tool = tool;
            else
                _servers.Add(tool.ServerLabel, Connect(tool, inConversation: true));
        }
    }

    /// <summary>Puts a description in the place of every MCP server that a client names by its label.</summary>
    /// <param name="tools">What the client wants; described in full afterwards.</param>
    /// <param name="param">Where the list lies in the client's event.</param>
    /// <returns>Null, or why the tools cannot be had.</returns>
    private RealtimeError? Describe(ref IReadOnlyList<Tool> tools, string param)
    {
        if (_backends.Mcp is null && tools.Any(tool => tool is McpTool or McpServerReference))
            return SessionErrors.NoMcp(param);

        var described = tools.ToArray();
        for (var i = 0; i < described.Length; i++)
        {
            if (described[i] is not McpServerReference reference)
                continue;
            if (!_describedServers.TryGetValue(reference.ServerLabel, out var server))
                return SessionErrors.UndescribedServer(param, i);
            described[i] = server with
            {
                AllowedTools = reference.AllowedTools ?? server.AllowedTools,
                RequireApproval = reference.RequireApproval ?? server.RequireApproval,
            };
        }

        foreach (var server in described.OfType<McpTool>())
            _describedServers[server.ServerLabel] = server;
        tools = described;
        return null;
    }

    /// <summary>Connects to the servers that only this response has.</summary>
    private List<McpConnection> ConnectServersOf(ResponsePlan plan) =>
        [.. plan.Tools.OfType<McpTool>().Where(tool => !IsOfSession(tool)).Select(tool => Connect(tool, inConversation: !plan.OutOfBand))];

    private bool IsOfSession(McpTool tool) => _servers.TryGetValue(tool.ServerLabel, out var server) && tool.HasListOf(server.Tool);

    private McpConnection Connect(McpTool tool, bool inConversation)
    {
        var item = new McpListToolsItem { Id = Ids.Item(), Status = ItemStatus.InProgress, ServerLabel = tool.ServerLabel, Tools = [] };
        string? previous = null;
        if (inConversation)
        {
            previous = _conversation.Append(new Conversation.ConversationEntry(item));
            Send(new ConversationItemAdded { PreviousItemId = previous, Item = item });
        }

        Send(new McpListToolsInProgress { ItemId = item.Id });
        var connection = new McpConnection(tool, item.Id, inConversation) { PreviousItemId = previous };
        Own(connection.StartAsync(_backends.Mcp!, failure => ReportAsync(new SessionInput.McpSettled(item.Id, failure)), _ending.Token));
        return connection;
    }

    private void SettleServer(string itemId, Exception? failure)
    {
        // A server that was taken out meanwhile is nobody's any more.
        var server = _servers.Values.Concat(_responses.Values.SelectMany(response => response.Servers)).FirstOrDefault(server => server.ItemId == itemId);
        if (server is null)
            return;

        server.Settle();
        if (failure is not null)
            LogServerFailed(Id, server.Tool.ServerLabel, Reason(failure));
        var item = new McpListToolsItem { Id = itemId, ServerLabel = server.Tool.ServerLabel, Tools = server.Tools };
        Send(failure is null ? new McpListToolsCompleted { ItemId = itemId } : new McpListToolsFailed { ItemId = itemId });
        FinishList(server, item);
        LaunchReadyResponses();
    }

    private void FinishList(McpConnection server, McpListToolsItem item)
    {
        // The client may have deleted it meanwhile.
        if (!server.InConversation || !_conversation.TryGet(item.Id, out var entry))
            return;
        entry.Item = item;
        Send(new ConversationItemDone { PreviousItemId = server.PreviousItemId, Item = item });
    }

    /// <summary>Closes connections; a list that is still open ends as failed.</summary>
    private void CloseServers(IReadOnlyList<McpConnection> servers)
    {
        foreach (var server in _closedServers.Where(server => server.IsOver))
            server.Dispose();
        _closedServers.RemoveAll(server => server.IsOver);
        foreach (var server in servers)
        {
            server.Close();
            _closedServers.Add(server);
            if (server.IsSettled)
                continue;
            Send(new McpListToolsFailed { ItemId = server.ItemId });
            FinishList(server, new McpListToolsItem { Id = server.ItemId, ServerLabel = server.Tool.ServerLabel, Tools = [] });
        }
    }

    /// <summary>The tools that a response's model knows: those of servers that are connected by now.</summary>
    private ToolSet ToolsOf(ResponseRun response, ToolChoice choice)
    {
        var connected = new Dictionary<string, McpConnection>(StringComparer.Ordinal);
        foreach (var server in _servers.Values.Concat(response.Servers).Where(server => server.Tools.Count > 0))
            connected[server.Tool.ServerLabel] = server;
        return new ToolSet(response.Plan.Tools, choice, connected);
    }

    private void DisposeServers()
    {
        foreach (var server in _servers.Values.Concat(_responses.Values.SelectMany(response => response.Servers)).Concat(_closedServers))
            server.Dispose();
    }

    private static string Reason(Exception failure) => failure is McpConnectException ? failure.Message : failure.GetType().Name;
}
