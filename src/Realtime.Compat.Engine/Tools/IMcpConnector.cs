using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tools;

/// <summary>Reaches servers of the Model Context Protocol. Shared by all sessions; must allow concurrent calls.</summary>
public interface IMcpConnector
{
    /// <summary>Connects to a server and asks for its tools.</summary>
    /// <param name="server">The server, with what a client gave for reaching it. Its authorization and headers are secrets.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the connection any more.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="McpConnectException">It cannot be reached, may not be, or does not speak the protocol.</exception>
    Task<IMcpServer> ConnectAsync(McpTool server, CancellationToken cancellationToken);
}
