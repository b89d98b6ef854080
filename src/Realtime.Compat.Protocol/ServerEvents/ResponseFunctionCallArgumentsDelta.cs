namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.function_call_arguments.delta</c>: More of a call's arguments.</summary>
public sealed record ResponseFunctionCallArgumentsDelta : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>The call.</summary>
    public required string CallId { get; init; }

    /// <summary>JSON text, to append.</summary>
    public required string Delta { get; init; }
}
