using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tools;

/// <summary>
/// One session's connection to one MCP server, from the first attempt to the goodbye. Its one task, that of <see cref="StartAsync"/>, connects, reports,
/// waits until it is closed, and disconnects; everything else belongs to the session's loop.
/// </summary>
internal sealed class McpConnection(McpTool tool, string itemId, bool inConversation) : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private IMcpServer? _server;
    private Task? _running;

    /// <summary>The server as the client described it last.</summary>
    public McpTool Tool { get; set; } = tool;

    /// <summary>The <c>mcp_list_tools</c> item that tells of it.</summary>
    public string ItemId { get; } = itemId;

    /// <summary>Whether that item is one of the conversation; a response out of band keeps its servers to itself.</summary>
    public bool InConversation { get; } = inConversation;

    /// <summary>Id of the item before it.</summary>
    public string? PreviousItemId { get; init; }

    /// <summary>Whether the attempt is over, well or not.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Tools that the model may know of; empty until they are listed.</summary>
    public IReadOnlyList<McpToolDescription> Tools { get; private set; } = [];

    /// <summary>Whether its task has ended.</summary>
    public bool IsOver => _running?.IsCompleted is true;

    /// <summary>Connects, and stays connected until <see cref="Close"/>.</summary>
    /// <param name="connector">Connects.</param>
    /// <param name="settled">Told when the attempt is over; null, or why it failed.</param>
    /// <param name="ending">Cancelled when the session ends.</param>
    public Task StartAsync(IMcpConnector connector, Func<Exception?, ValueTask> settled, CancellationToken ending) => _running = RunAsync(connector, settled, ending);

    private async Task RunAsync(IMcpConnector connector, Func<Exception?, ValueTask> settled, CancellationToken ending)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, ending);
        try
        {
            Exception? failure = null;
            try
            {
                _server = await connector.ConnectAsync(Tool, either.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!either.IsCancellationRequested)
            {
                failure = exception;
            }

            await settled(failure).ConfigureAwait(false);
            if (failure is null)
                await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody wants the server any more: the usual end.
        }
        finally
        {
            if (_server is not null)
                await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes note, in the loop, that the attempt is over.</summary>
    public void Settle()
    {
        IsSettled = true;
        if (_server is not null)
            Tools = [.. _server.Tools.Where(tool => Tool.AllowedTools?.Picks(tool) is not false)];
    }

    /// <summary>The server, once it is connected.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public IMcpServer Server => _server ?? throw new InvalidOperationException($"The MCP server {Tool.ServerLabel} is not connected.");

    /// <summary>Says goodbye, in the background.</summary>
    public void Close() => _closing.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _closing.Dispose();
}
