namespace Realtime.Compat.Engine.Usage;

/// <summary>The stages between a user's last word and the assistant's first sound, in order.</summary>
internal enum TurnStage
{
    /// <summary>From the last speech to the decision that the turn is over: the silence window. Audio time.</summary>
    VoiceActivity,

    /// <summary>Until every word of the context was known, and the chat request left. Speculation makes it 0.</summary>
    Transcription,

    /// <summary>Until the chat model's first token.</summary>
    FirstToken,

    /// <summary>Until its first clause was whole, and the speech request left.</summary>
    FirstClause,

    /// <summary>Until the first of its speech came.</summary>
    FirstSpeech,

    /// <summary>Until the first audio delta was handed to the transport.</summary>
    FirstAudio,
}
