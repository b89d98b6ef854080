using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Tools;

/// <summary>What became of a call: an output or an error, never both.</summary>
public sealed record McpCallResult
{
    private McpCallResult()
    {
    }

    /// <summary>What the tool returned, as text; null when there is an error.</summary>
    public string? Output { get; private init; }

    /// <summary>What went wrong; null when there is an output.</summary>
    public McpCallError? Error { get; private init; }

    /// <summary>What the model reads of it.</summary>
    public string ForModel => Output ?? $"Error: {Error!.Message}";

    /// <summary>The tool returned.</summary>
    /// <param name="output">What it returned.</param>
    public static McpCallResult Returned(string output) => new() { Output = output };

    /// <summary>The call came to nothing.</summary>
    /// <param name="error">Why.</param>
    public static McpCallResult Failed(McpCallError error) => new() { Error = error };
}
