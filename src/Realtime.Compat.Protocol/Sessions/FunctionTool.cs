using System.Text.Json;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>A function that the model may ask the client to run.</summary>
public sealed record FunctionTool : Tool
{
    /// <summary>Name by which the model calls it.</summary>
    public required string Name { get; init; }

    /// <summary>When and how to use it.</summary>
    public string? Description { get; init; }

    /// <summary>JSON schema of the arguments; null for none.</summary>
    public JsonElement? Parameters { get; init; }
}
