namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>What a SACK told.</summary>
internal record struct Acknowledgement
{
    /// <summary>Bytes that it acknowledges for the first time.</summary>
    public int Bytes { get; set; }

    /// <summary>Whether the cumulative TSN moved.</summary>
    public bool Advanced { get; set; }

    /// <summary>Whether pieces are now held for lost.</summary>
    public bool FoundLoss { get; set; }

    /// <summary>Time there and back, when it can be told.</summary>
    public TimeSpan? RoundTrip { get; set; }
}
