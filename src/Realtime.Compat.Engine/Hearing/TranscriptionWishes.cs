using Microsoft.Extensions.AI;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>What a session wants of a transcription, in a speech-to-text client's terms.</summary>
/// <param name="Settings">The session's transcription settings; null for the engine's own.</param>
/// <param name="Logprobs">Whether the client wants to know how sure the engine was.</param>
/// <param name="SessionId">The session, so that an engine can give all of them fair turns: the additional property <c>session_id</c>.</param>
internal sealed record TranscriptionWishes(Transcription? Settings, bool Logprobs, string SessionId)
{
    /// <summary>What a session's configuration says.</summary>
    public static TranscriptionWishes Of(SessionConfiguration session) =>
        new(session.Transcription, session.Include?.Contains("item.input_audio_transcription.logprobs") is true, session.Id);

    /// <summary>The options of a request.</summary>
    /// <param name="sampleRateHz">Rate of the audio.</param>
    public SpeechToTextOptions ToOptions(int sampleRateHz)
    {
        var options = new SpeechToTextOptions
        {
            ModelId = Settings?.Model,
            SpeechLanguage = Language,
            SpeechSampleRate = sampleRateHz,
            AdditionalProperties = new AdditionalPropertiesDictionary { ["session_id"] = SessionId },
        };
        if (Prompt is { Length: > 0 } prompt)
            options.AdditionalProperties["prompt"] = prompt;
        if (Logprobs)
            LogProbabilities.Ask(options);
        return options;
    }

    /// <summary>One language binds the engine; with a choice of several it finds out itself.</summary>
    public string? Language => Settings?.Language ?? (Settings?.Languages is [var only] ? only : null);

    /// <summary>Engines take one text that primes them: the client's own, and the words to expect after it.</summary>
    private string? Prompt => Settings?.Keywords is { Count: > 0 } keywords
        ? string.Join(' ', ((string?[])[Settings.Prompt, string.Join(", ", keywords)]).Where(text => !string.IsNullOrEmpty(text)))
        : Settings?.Prompt;
}
