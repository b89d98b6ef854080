using System.Text.Json;
using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Tools;

/// <summary>A connection to one server of the Model Context Protocol. Disposing it says goodbye, and never takes long or throws.</summary>
public interface IMcpServer : IAsyncDisposable
{
    /// <summary>All tools of the server.</summary>
    IReadOnlyList<McpToolDescription> Tools { get; }

    /// <summary>Calls a tool. Whatever goes wrong is in the result.</summary>
    /// <param name="name">Name of the tool.</param>
    /// <param name="arguments">Its arguments, an object.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="OperationCanceledException">The call was stopped.</exception>
    Task<McpCallResult> CallAsync(string name, JsonElement arguments, CancellationToken cancellationToken);
}
