using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Asks for a response. Answered by <c>response.created</c> and all that follows to <c>response.done</c>.</summary>
public sealed record ResponseCreate : ClientEvent
{
    /// <summary>What differs from the session for this response.</summary>
    public ResponseParameters Response { get; init; } = new();
}
