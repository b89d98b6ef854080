namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Decides from frames of speech probability where turns begin and end. Works in audio time only.</summary>
internal interface ITurnDetector
{
    /// <summary>Whether a turn is open.</summary>
    bool InTurn { get; }

    /// <summary>Audio from before the present that a turn yet to be detected may want, in ms.</summary>
    int LookBackMs { get; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame after the last one.</param>
    /// <returns>What it brought about.</returns>
    TurnMark Hear(in SpeechFrame frame);

    /// <summary>Takes over a turn that another detector opened.</summary>
    /// <param name="nowMs">Audio time; speech is taken to have lasted until now.</param>
    void ContinueTurn(long nowMs);

    /// <summary>Forgets the open turn, after the client committed or cleared by hand.</summary>
    void Reset();
}
