namespace Realtime.Compat.Protocol.Items;

/// <summary>What a function returned.</summary>
public sealed record FunctionCallOutputItem : ConversationItem
{
    /// <summary>The call that this answers.</summary>
    public required string CallId { get; init; }

    /// <summary>The result as free text, often JSON.</summary>
    public required string Output { get; init; }
}
