namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Pieces of one message with consecutive TSNs. Whole when it holds the first and the last piece. Kept for re-use.</summary>
internal sealed class FragmentRun
{
    public uint FirstTsn { get; set; }

    public uint LastTsn { get; set; }

    public bool HasBeginning { get; set; }

    public bool HasEnd { get; set; }

    public ushort StreamId { get; set; }

    public ushort Ssn { get; set; }

    public uint Protocol { get; set; }

    public bool Unordered { get; set; }

    public int Bytes { get; set; }

    public Fragment? Head { get; set; }

    public Fragment? Tail { get; set; }

    public bool IsWhole => HasBeginning && HasEnd;

    /// <summary>Whether pieces with consecutive TSNs belong to the same message as these.</summary>
    public bool Matches(FragmentRun other) => StreamId == other.StreamId && Unordered == other.Unordered && (Unordered || Ssn == other.Ssn);

    /// <summary>Takes over the pieces that follow.</summary>
    public void Append(FragmentRun next)
    {
        Tail!.Next = next.Head;
        Tail = next.Tail;
        LastTsn = next.LastTsn;
        HasEnd = next.HasEnd;
        Bytes += next.Bytes;
        (next.Head, next.Tail) = (null, null);
    }
}
