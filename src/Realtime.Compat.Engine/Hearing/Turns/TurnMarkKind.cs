namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Kinds of <see cref="TurnMark"/>.</summary>
internal enum TurnMarkKind
{
    /// <summary>No change.</summary>
    None,

    /// <summary>The user started to speak.</summary>
    Started,

    /// <summary>The user fell silent: the turn may be over.</summary>
    MayHaveEnded,

    /// <summary>The user, who had fallen silent, speaks again.</summary>
    WentOn,

    /// <summary>The user's turn is over.</summary>
    Ended,
}
