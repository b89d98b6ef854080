using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Tools;

/// <summary>A connection by the official client.</summary>
internal sealed class McpClientServer(McpClient client, HttpClient http, IReadOnlyList<McpToolDescription> tools, McpConnectorOptions options, TimeProvider clock) : IMcpServer
{
    /// <summary>Time that a server is given to take note of the goodbye.</summary>
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IReadOnlyList<McpToolDescription> Tools => tools;

    /// <inheritdoc/>
    public async Task<McpCallResult> CallAsync(string name, JsonElement arguments, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var parameters = new CallToolRequestParams { Name = name, Arguments = arguments.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value) };
            var result = await client.CallToolAsync(parameters, either.Token).ConfigureAwait(false);
            var text = McpJson.Text(result, options.MaxOutputLength);
            return result.IsError is true ? McpCallResult.Failed(new McpToolExecutionError { Message = text }) : McpCallResult.Returned(text);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return McpCallResult.Failed(Explain(exception, timeout.IsCancellationRequested));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await LeaveAsync(client, http, clock).ConfigureAwait(false);

    /// <summary>Says goodbye to a server, if it was met. A server that does not take note in time is left anyway.</summary>
    public static async Task LeaveAsync(McpClient? client, HttpClient http, TimeProvider clock)
    {
        var leaving = client?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        await leaving.WaitAsync(GoodbyeTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();

        // Without its HTTP client the goodbye cannot last.
        await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private McpCallError Explain(Exception exception, bool timedOut)
    {
        if (timedOut)
            return new McpToolExecutionError { Message = $"The tool did not return within {options.CallTimeout.TotalSeconds:0} seconds." };
        if (McpFailure.Find<HttpRequestException>(exception) is { } failure)
            return new McpHttpError { Code = (int)(failure.StatusCode ?? 0), Message = $"The MCP server failed. {McpFailure.Describe(failure)}" };
        return exception is McpProtocolException protocol
            ? new McpProtocolError { Code = (int)protocol.ErrorCode, Message = Cut(protocol.Message) }
            : new McpProtocolError { Code = (int)McpErrorCode.InternalError, Message = "The MCP server's answer could not be understood." };
    }

    private string Cut(string message) => message.Length <= options.MaxOutputLength ? message : message[..options.MaxOutputLength];
}
