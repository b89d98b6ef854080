namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Says how long a silence must last until the turn is over. Serves one stream, in audio time.</summary>
internal interface IPatience
{
    /// <summary>Silence to wait for, in ms, as far as is known now. It may change while the silence runs.</summary>
    int WaitMs { get; }

    /// <summary>Whether it decides by the words: then each pause of a turn is worth a transcription.</summary>
    bool WantsWords { get; }

    /// <summary>Whether it decides by the sound: then each pause of a turn is worth a turn model's judgement.</summary>
    bool WantsJudgement { get; }

    /// <summary>Hears a frame of an open turn.</summary>
    /// <param name="samples">Its samples, −1…1.</param>
    /// <param name="isSpeech">Whether it holds speech.</param>
    void Hear(ReadOnlySpan<float> samples, bool isSpeech);

    /// <summary>Learns the words of the turn up to the silence that runs now.</summary>
    /// <param name="words">The words, "" when there were none.</param>
    void Understand(string words);

    /// <summary>Learns what a turn model makes of the audio up to the silence that runs now.</summary>
    /// <param name="completion">Probability that the speaker is done, 0…1.</param>
    void Judge(double completion);

    /// <summary>The silence is over, the turn is not: what was learned about its end no longer holds.</summary>
    void GoOn();

    /// <summary>A turn begins.</summary>
    void Begin();
}
