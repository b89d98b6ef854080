using Microsoft.Extensions.Options;

namespace Realtime.Compat.Speech.Options;

/// <summary>Stops the start with one sentence for each setting that cannot work.</summary>
internal sealed class SpeechOptionsValidator : IValidateOptions<SpeechOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SpeechOptions options)
    {
        var faults = new List<string>();
        Range(nameof(options.MaxAudioBytes), options.MaxAudioBytes, 1, 256 << 20);
        Range(nameof(options.MaxAudioSeconds), options.MaxAudioSeconds, 1, 3600);
        Range(nameof(options.MaxInputCharacters), options.MaxInputCharacters, 1, 100_000);
        Range(nameof(options.RecognitionThreads), options.RecognitionThreads, 0, 64);
        Range(nameof(options.MaxWaitingTranscriptions), options.MaxWaitingTranscriptions, 0, 1000);
        Range(nameof(options.MaxLiveTranscriptions), options.MaxLiveTranscriptions, 1, 10_000);
        Range(nameof(options.MaxSpeechRequests), options.MaxSpeechRequests, 1, 1000);
        Range("Sherpa:Threads", options.Sherpa.Threads, 0, 64);
        Present("Sherpa:Provider", options.Sherpa.Provider);
        Present("PocketSphinx:Library", options.PocketSphinx.Library);
        Present("PocketSphinx:BaseLibrary", options.PocketSphinx.BaseLibrary);
        Present("PocketSphinx:ModelDirectory", options.PocketSphinx.ModelDirectory);
        Present("Flite:Library", options.Flite.Library);
        Present("Espeak:Library", options.Espeak.Library);
        if (!options.Flite.VoiceLibrary.Contains("{0}", StringComparison.Ordinal))
            faults.Add("Speech:Flite:VoiceLibrary must contain {0}, which stands for the voice's name.");

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Range(string setting, int value, int least, int most)
        {
            if (value < least || value > most) faults.Add($"Speech:{setting} is {value}; it must lie between {least} and {most}.");
        }

        void Present(string setting, string value)
        {
            if (string.IsNullOrWhiteSpace(value)) faults.Add($"Speech:{setting} must not be empty.");
        }
    }
}
