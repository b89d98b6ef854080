using System.Text.Json.Nodes;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>A tool call that a rule makes.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">Its arguments, strings in which may hold placeholders; null to make some that satisfy the tool's schema.</param>
internal sealed record ScriptCall(string Name, JsonObject? Arguments);
