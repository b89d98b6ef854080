namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>What a packet in a jitter buffer is for.</summary>
internal enum JitterSlotKind
{
    /// <summary>To be decoded.</summary>
    Audio,

    /// <summary>Says how loud the silence is that follows.</summary>
    ComfortNoise,

    /// <summary>Keys pressed and the like: only its sequence number counts, so that it does not pass for lost.</summary>
    Other,
}
