namespace Realtime.Compat.Engine.Session;

/// <summary>How turns are taken beyond what a client may set. What each setting does in time is shown in docs/turn-taking.md.</summary>
public sealed class TurnTakingOptions
{
    /// <summary>
    /// Whether speech over an answer must first prove to be an interruption, by its length or its words: a cough or an "mm-hm" then leaves the answer alone,
    /// and the client hears nothing of it. False for OpenAI's literal behaviour: <c>speech_started</c> at the first 64 ms of speech, and the answer is over.
    /// </summary>
    public bool TentativeInterruption { get; set; } = true;

    /// <summary>Speech over an answer that is taken for an interruption whatever its words, in ms, 64…5,000. Coughs and "mm-hm" are mostly shorter.</summary>
    public int ConfirmInterruptionMs { get; set; } = 600;

    /// <summary>Whether the answer's further audio is held back while an interruption is tentative; at most two seconds.</summary>
    public bool HoldAudioWhileTentative { get; set; }

    /// <summary>Whether the server's own voice, coming back through the client's microphone, is told apart from the user's and ignored.</summary>
    public bool IgnoreEcho { get; set; } = true;

    /// <summary>
    /// Whether the chat model is asked as soon as a turn may have ended, for a sooner answer. Nothing of it is sent before the turn is certain; it
    /// is thrown away when the speaker goes on, which costs the model's work.
    /// </summary>
    public bool Speculate { get; set; }
}
