namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>A whole message that came.</summary>
/// <param name="streamId">Its stream.</param>
/// <param name="protocol">Its payload protocol identifier.</param>
/// <param name="unordered">Whether it may have overtaken others of its stream.</param>
/// <param name="payload">Its bytes; valid until the handler returns.</param>
public readonly ref struct SctpMessage(ushort streamId, uint protocol, bool unordered, ReadOnlySpan<byte> payload)
{
    /// <summary>The stream.</summary>
    public ushort StreamId { get; } = streamId;

    /// <summary>The payload protocol identifier.</summary>
    public uint Protocol { get; } = protocol;

    /// <summary>Whether it may have overtaken others of its stream.</summary>
    public bool Unordered { get; } = unordered;

    /// <summary>The bytes; valid until the handler returns.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
