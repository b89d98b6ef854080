namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>What a jitter buffer takes and how long it waits.</summary>
public sealed record JitterBufferOptions
{
    /// <summary>Payload type of the audio, 0…127.</summary>
    public required byte PayloadType { get; init; }

    /// <summary>Payload type of comfort noise (RFC 3389); null where none was agreed on. All other types are passed over.</summary>
    public byte? ComfortNoisePayloadType { get; init; }

    /// <summary>Shortest time to wait for a packet that is missing, however calm the network.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Longest time to wait for a packet that is missing, however rough the network.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(400);
}
