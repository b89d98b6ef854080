namespace Realtime.Compat.Engine.Tools;

/// <summary>An MCP server cannot be used. The message says why in one sentence, and holds no secrets.</summary>
public sealed class McpConnectException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why, in one sentence.</param>
    /// <param name="inner">What was thrown; null for nothing.</param>
    public McpConnectException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
