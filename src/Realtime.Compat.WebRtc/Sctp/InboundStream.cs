namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>The order of one incoming stream.</summary>
internal sealed class InboundStream
{
    /// <summary>Number of the ordered message to be delivered next.</summary>
    public ushort NextSsn { get; set; }

    /// <summary>Whole messages that came before their turn, by their number.</summary>
    public Dictionary<ushort, FragmentRun> Early { get; } = [];
}
