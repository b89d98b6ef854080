using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Hearing.Live;

/// <summary>
/// Transcribes speech while it is spoken. A session asks its speech-to-text client for one (<c>GetService</c>) and, where there is none or it fails,
/// has the utterance transcribed whole. Must allow concurrent calls.
/// </summary>
public interface ILiveSpeechToText
{
    /// <summary>Whether it can be used now. Answers at once.</summary>
    bool IsOffered { get; }

    /// <summary>Begins an utterance. Returns at once and never throws: what fails, fails the utterance.</summary>
    /// <param name="options">Model, language, rate of the audio (<see cref="SpeechToTextOptions.SpeechSampleRate"/>); among the additional properties, <c>prompt</c> and <c>session_id</c>.</param>
    ILiveUtterance Begin(SpeechToTextOptions options);
}
