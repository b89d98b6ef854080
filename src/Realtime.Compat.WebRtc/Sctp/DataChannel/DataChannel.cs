namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>One data channel (RFC 8831): a stream each way with a name. Made by <see cref="DataChannelConnection"/>.</summary>
public sealed class DataChannel
{
    internal DataChannel(ushort streamId, DataChannelOpen open)
    {
        StreamId = streamId;
        Label = open.Label;
        Protocol = open.Protocol;
        IsOrdered = open.IsOrdered;
        Reliability = open.Reliability;
    }

    /// <summary>The stream's number, the same both ways.</summary>
    public ushort StreamId { get; }

    /// <summary>The name that the opener gave it; not unique.</summary>
    public string Label { get; }

    /// <summary>The subprotocol that the opener named; empty for none.</summary>
    public string Protocol { get; }

    /// <summary>Whether messages keep their order.</summary>
    public bool IsOrdered { get; }

    /// <summary>When this side gives messages up.</summary>
    public PartialReliability Reliability { get; }

    /// <summary>How far it has come.</summary>
    public DataChannelState State { get; internal set; }
}
