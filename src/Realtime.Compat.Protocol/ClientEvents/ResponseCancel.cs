namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Stops a response. Answered by the closing events of its open parts and <c>response.done</c>.</summary>
public sealed record ResponseCancel : ClientEvent
{
    /// <summary>The response to stop; null for the conversation's active one.</summary>
    public string? ResponseId { get; init; }
}
