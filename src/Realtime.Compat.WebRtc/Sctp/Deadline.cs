namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>A timer as data: when it is due, on the association's clock.</summary>
internal struct Deadline
{
    public TimeSpan? At { get; private set; }

    public readonly bool IsSet => At is not null;

    public void Set(TimeSpan at) => At = at;

    public void Clear() => At = null;

    /// <summary>Whether it is due; if so it is cleared.</summary>
    public bool Take(TimeSpan now)
    {
        if (At is not { } at || at > now) return false;
        At = null;
        return true;
    }
}
