namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_audio.delta</c>: More audio (beta: <c>response.audio.delta</c>). Not sent on calls, where audio goes by RTP.</summary>
public sealed record ResponseOutputAudioDelta : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Index of the part in the item.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>Audio in the response's output format, whole samples; base64 on the wire.</summary>
    public required ReadOnlyMemory<byte> Delta { get; init; }
}
