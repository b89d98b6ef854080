namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Ends a turn when the speaker seems to be done (<c>semantic_vad</c>).</summary>
public sealed record SemanticVad : TurnDetection
{
    /// <summary>How eager to answer.</summary>
    public Eagerness Eagerness { get; init; } = Eagerness.Auto;
}
