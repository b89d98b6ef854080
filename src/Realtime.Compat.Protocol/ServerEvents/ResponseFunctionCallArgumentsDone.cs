namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.function_call_arguments.done</c>: A call's arguments are whole.</summary>
public sealed record ResponseFunctionCallArgumentsDone : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>The call.</summary>
    public required string CallId { get; init; }

    /// <summary>Name of the function.</summary>
    public required string Name { get; init; }

    /// <summary>JSON text of all arguments.</summary>
    public required string Arguments { get; init; }
}
