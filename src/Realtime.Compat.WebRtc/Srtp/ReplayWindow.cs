namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>Remembers which of the last 128 indices came (RFC 3711 section 3.3.2): none is taken twice, none from longer ago.</summary>
internal struct ReplayWindow
{
    private const int Size = 128;

    private UInt128 _seen;

    /// <summary>The highest index that came; meaningless before the first.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Whether any came.</summary>
    public readonly bool IsEmpty => _seen == 0;

    /// <summary>Whether an index may still come.</summary>
    public readonly bool Allows(ulong index) =>
        IsEmpty || index > Highest || (Highest - index < Size && (_seen >> (int)(Highest - index) & 1) == 0);

    /// <summary>Notes that an index came; only after its packet proved authentic.</summary>
    public void Mark(ulong index)
    {
        if (IsEmpty)
        {
            (Highest, _seen) = (index, 1);
        }
        else if (index > Highest)
        {
            var step = index - Highest;
            _seen = step >= Size ? 1 : _seen << (int)step | 1;
            Highest = index;
        }
        else
        {
            _seen |= (UInt128)1 << (int)(Highest - index);
        }
    }
}
