namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Decides from frames of speech probability where turns begin and end. Works in audio time only.</summary>
internal interface ITurnDetector
{
    /// <summary>Whether a turn is open.</summary>
    bool InTurn { get; }

    /// <summary>Probability from which a frame is speech, 0…1.</summary>
    double Threshold { get; }

    /// <summary>Audio from before the present that a turn yet to be detected may want, in ms.</summary>
    int LookBackMs { get; }

    /// <summary>Whether each pause of a turn is worth a transcription, because the words decide whether it is over.</summary>
    bool WantsWords { get; }

    /// <summary>Whether each pause of a turn is worth a turn model's judgement, because its sound decides whether it is over.</summary>
    bool WantsJudgement { get; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame after the last one.</param>
    /// <param name="samples">Its samples, −1…1.</param>
    /// <returns>What it brought about.</returns>
    TurnMark Hear(in SpeechFrame frame, ReadOnlySpan<float> samples);

    /// <summary>Learns the words of the open turn up to the silence that runs now; without one they are of no use any more.</summary>
    /// <param name="words">The words, "" when there were none.</param>
    void Understand(string words);

    /// <summary>Learns what a turn model makes of the open turn up to the silence that runs now; without one it is of no use any more.</summary>
    /// <param name="completion">Probability that the speaker is done, 0…1.</param>
    void Judge(double completion);

    /// <summary>Takes over a turn that another detector opened.</summary>
    /// <param name="nowMs">Audio time; speech is taken to have lasted until now.</param>
    void ContinueTurn(long nowMs);

    /// <summary>Takes back the end that it has just told: the turn is still open, in its silence, and speech that follows goes on with it.</summary>
    /// <param name="nowMs">Audio time; the silence that ends a turn is waited for anew.</param>
    void Reopen(long nowMs);

    /// <summary>Forgets the open turn: it ended otherwise.</summary>
    /// <param name="atMs">Audio time before which no turn to come begins: that audio is gone, or another turn's.</param>
    void Reset(long atMs);
}
