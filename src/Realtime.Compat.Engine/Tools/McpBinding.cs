using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Tools;

/// <summary>An MCP tool under the name by which the model knows it.</summary>
/// <param name="ModelName">That name: unique among the tools of a response, and of the characters that chat models allow.</param>
/// <param name="ServerLabel">Label of its server.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Server">The server.</param>
/// <param name="NeedsApproval">Whether the client must consent to a call.</param>
internal sealed record McpBinding(string ModelName, string ServerLabel, McpToolDescription Tool, IMcpServer Server, bool NeedsApproval);
