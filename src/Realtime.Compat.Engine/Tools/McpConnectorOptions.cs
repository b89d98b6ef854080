namespace Realtime.Compat.Engine.Tools;

/// <summary>The operator's limits on MCP servers: whoever may open a session names the servers, and this machine calls them.</summary>
public sealed record McpConnectorOptions
{
    /// <summary>
    /// Whether clients may send this server to loopback, private, link-local and other addresses that the internet cannot reach, the metadata
    /// services of clouds among them. Off unless every client is trusted with the local network.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Time within which a server must be connected and have listed its tools.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time within which a call must return.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most tools of one server.</summary>
    public int MaxTools { get; init; } = 128;

    /// <summary>Most text of one server's list of tools, in UTF-16 units of names, descriptions and schemas. The list travels in one event.</summary>
    public int MaxListLength { get; init; } = 256 * 1024;

    /// <summary>Most text of one call's output, in UTF-16 units; what is longer is cut. The model reads all of it.</summary>
    public int MaxOutputLength { get; init; } = 64 * 1024;

    /// <summary>Most bytes of one HTTP response, or of one event of a stream.</summary>
    public int MaxMessageBytes { get; init; } = 4 * 1024 * 1024;
}
