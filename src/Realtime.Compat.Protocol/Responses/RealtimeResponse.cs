using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Responses;

/// <summary>A response as <c>response.created</c> and <c>response.done</c> report it. Each dialect writes it in its own shape.</summary>
public sealed record RealtimeResponse
{
    /// <summary>Response id.</summary>
    public required string Id { get; init; }

    /// <summary>How it stands.</summary>
    public required ResponseStatus Status { get; init; }

    /// <summary>Why it did not complete; null while running and when it did.</summary>
    public StatusDetails? StatusDetails { get; init; }

    /// <summary>Items produced, in order; empty while running.</summary>
    public IReadOnlyList<ConversationItem> Output { get; init; } = [];

    /// <summary>The conversation the items were added to; null when out of band.</summary>
    public required string? ConversationId { get; init; }

    /// <summary>What it is made of.</summary>
    public required Modality OutputModality { get; init; }

    /// <summary>Token limit; null for <c>"inf"</c>.</summary>
    public required int? MaxOutputTokens { get; init; }

    /// <summary>Format of its audio.</summary>
    public required AudioFormat OutputFormat { get; init; }

    /// <summary>Voice of its audio.</summary>
    public required string Voice { get; init; }

    /// <summary>Sampling temperature; written by the beta dialect only.</summary>
    public required double Temperature { get; init; }

    /// <summary>Tokens used; null while running.</summary>
    public ResponseUsage? Usage { get; init; }

    /// <summary>The client's own pairs, echoed; null when it sent none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
