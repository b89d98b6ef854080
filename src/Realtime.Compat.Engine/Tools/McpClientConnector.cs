using System.Net;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Realtime.Compat.Engine.Tools.Network;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tools;

/// <summary>
/// Reaches MCP servers over HTTP by the official client: streamable HTTP, and the older server-sent events where a server knows no better. Nothing it
/// sends or gets is logged.
/// </summary>
public sealed class McpClientConnector : IMcpConnector, IDisposable
{
    private readonly McpConnectorOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpMessageHandler _handler;

    /// <summary>Makes a connector. One is enough for all sessions.</summary>
    /// <param name="options">The operator's limits.</param>
    /// <param name="clock">Wall time, for timeouts.</param>
    public McpClientConnector(McpConnectorOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = clock;
        _handler = new SameOriginRedirects(new BoundedBodies(GuardedDialer.MakeHandler(options.AllowPrivateAddresses), options.MaxMessageBytes));
    }

    /// <inheritdoc/>
    public async Task<IMcpServer> ConnectAsync(McpTool server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        McpClient? client = null;
        try
        {
            var transport = new HttpClientTransport(TransportOptions(server), http);
            client = await McpClient.CreateAsync(transport, ClientOptions(), cancellationToken: either.Token).ConfigureAwait(false);
            var tools = await ListAsync(client, either.Token).ConfigureAwait(false);
            return new McpClientServer(client, http, tools, _options, _clock);
        }
        catch (Exception exception)
        {
            await McpClientServer.LeaveAsync(client, http, _clock).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw exception as McpConnectException ?? Explain(exception, timeout.IsCancellationRequested);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handler.Dispose();

    private HttpClientTransportOptions TransportOptions(McpTool server)
    {
        var headers = new Dictionary<string, string>(server.Headers, StringComparer.OrdinalIgnoreCase);
        if (server.Authorization is { } token)
            headers["Authorization"] = $"Bearer {token}";
        return new HttpClientTransportOptions
        {
            Endpoint = server.ServerUrl,
            AdditionalHeaders = headers,
            ConnectionTimeout = _options.ConnectTimeout,

            // Servers have nothing to tell a session unasked.
            EnableStandaloneGetStream = false,
        };
    }

    private McpClientOptions ClientOptions() => new()
    {
        ClientInfo = new Implementation { Name = "realtime-compat", Version = typeof(McpClientConnector).Assembly.GetName().Version?.ToString(3) ?? "0" },
        InitializationTimeout = _options.ConnectTimeout,
    };

    private async Task<List<McpToolDescription>> ListAsync(McpClient client, CancellationToken cancellationToken)
    {
        List<McpToolDescription> tools = [];
        var length = 0;
        string? cursor = null;
        do
        {
            var page = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken).ConfigureAwait(false);
            foreach (var tool in page.Tools)
            {
                var description = Describe(tool);
                length += description.Name.Length + (description.Description?.Length ?? 0) + description.InputSchema.GetRawText().Length;
                tools.Add(description);
            }

            if (tools.Count > _options.MaxTools || length > _options.MaxListLength)
                throw new McpConnectException($"It lists more than {_options.MaxTools} tools or {_options.MaxListLength} characters: name the ones that are needed in a smaller server.");
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return [.. tools.DistinctBy(tool => tool.Name)];
    }

    private static McpToolDescription Describe(ModelContextProtocol.Protocol.Tool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Description,
        InputSchema = tool.InputSchema,
        Annotations = tool.Annotations is { } hints ? McpJson.Annotations(hints) : null,
    };

    private McpConnectException Explain(Exception exception, bool timedOut)
    {
        var message = McpFailure.Find<PrivateAddressException>(exception) is not null
            ? "Its address is private. The operator can allow such addresses."
            : timedOut ? $"It did not answer within {_options.ConnectTimeout.TotalSeconds:0} seconds."
            : McpFailure.Find<HttpRequestException>(exception) is { } http ? McpFailure.Describe(http)
            : "It does not speak the Model Context Protocol.";
        return new McpConnectException(message, exception);
    }
}
