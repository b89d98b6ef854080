namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>What a frame brought about.</summary>
/// <param name="Kind">Which change, if any.</param>
/// <param name="AtMs">Audio time of the change: the turn's start with its padding, or its end with its closing silence.</param>
internal readonly record struct TurnMark(TurnMarkKind Kind, long AtMs)
{
    /// <summary>No change.</summary>
    public static TurnMark None => default;
}
