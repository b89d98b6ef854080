namespace Realtime.Compat.Protocol.Items;

/// <summary>The model asks the client to run a function.</summary>
public sealed record FunctionCallItem : ConversationItem
{
    /// <summary>Joins the call to its output.</summary>
    public required string CallId { get; init; }

    /// <summary>Name of the function.</summary>
    public required string Name { get; init; }

    /// <summary>JSON text of the arguments; "" while in progress.</summary>
    public required string Arguments { get; init; }
}
