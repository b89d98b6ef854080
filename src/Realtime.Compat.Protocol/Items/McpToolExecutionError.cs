namespace Realtime.Compat.Protocol.Items;

/// <summary>The tool ran and failed, or was stopped.</summary>
public sealed record McpToolExecutionError : McpCallError;
