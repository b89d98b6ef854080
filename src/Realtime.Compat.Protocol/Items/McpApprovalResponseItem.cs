namespace Realtime.Compat.Protocol.Items;

/// <summary>The client's answer to an <see cref="McpApprovalRequestItem"/>. An approved call is made by the next response.</summary>
public sealed record McpApprovalResponseItem : McpItem
{
    /// <summary>Id of the request.</summary>
    public required string ApprovalRequestId { get; init; }

    /// <summary>Whether the call may be made.</summary>
    public required bool Approve { get; init; }

    /// <summary>Why, in words that the model reads; null for none.</summary>
    public string? Reason { get; init; }
}
