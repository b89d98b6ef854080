namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_audio.done</c>: The audio is whole (beta: <c>response.audio.done</c>).</summary>
public sealed record ResponseOutputAudioDone : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Index of the part in the item.</summary>
    public required int ContentIndex { get; init; }
}
