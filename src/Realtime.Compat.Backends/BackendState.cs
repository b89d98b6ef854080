namespace Realtime.Compat.Backends;

/// <summary>Whether a backend can be asked now.</summary>
public enum BackendState
{
    /// <summary>It is being looked for, or is loading its model: calls wait.</summary>
    Starting,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It does not answer, or lacks its model: calls fail at once with a reason.</summary>
    Down,
}
