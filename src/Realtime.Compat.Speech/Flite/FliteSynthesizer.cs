using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Native;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Flite;

/// <summary>English text to speech by CMU flite: clearer than espeak-ng, 75 times real time.</summary>
internal sealed class FliteSynthesizer : ISpeechSynthesizer
{
    private readonly FliteLibrary? _library;
    private readonly Dictionary<string, nint> _speakers = new(StringComparer.Ordinal);

    /// <summary>Loads the library and every speaker the catalogue names.</summary>
    public FliteSynthesizer(IOptions<SpeechOptions> options)
    {
        var settings = options.Value.Flite;
        try
        {
            if (NativeModule.TryLoad(settings.Library) is not { } module)
            {
                Status = EngineStatus.Unavailable($"flite is not installed ('{settings.Library}' cannot be loaded): apt-get install libflite1.");
                return;
            }

            using (NativeTurn.Take())
            {
                _library = new FliteLibrary(module);
                foreach (var name in VoiceCatalogue.All.Select(voice => voice.Flite.Speaker).Distinct())
                    _speakers[name] = LoadSpeaker(name, settings.VoiceLibrary.Replace("{0}", name, StringComparison.Ordinal));
            }

            Status = EngineStatus.Ready;
        }
        catch (Exception exception) when (exception is EngineException or EntryPointNotFoundException)
        {
            Status = EngineStatus.Unavailable($"{exception.Message} Version 2 is needed: apt-get install --reinstall libflite1.");
        }
    }

    /// <inheritdoc/>
    public string Model => "flite";

    /// <inheritdoc/>
    public EngineStatus Status { get; }

    /// <inheritdoc/>
    public bool Speaks(string language) => language == LanguageChoice.English;

    /// <inheritdoc/>
    /// <remarks>A clause takes some 50 ms, so cancellation is looked at before it only.</remarks>
    public SpokenClause Speak(string clause, Manner manner, CancellationToken cancellationToken)
    {
        if (_library is null || !Status.IsReady) throw new EngineException(Status.Detail!);
        cancellationToken.ThrowIfCancellationRequested();

        var traits = manner.Voice.Flite;
        var speaker = _speakers[traits.Speaker];
        var text = EnglishText.Fold(clause);
        using (NativeTurn.Take())
        {
            // Set anew each time, since a speaker serves several voices.
            _library.SetFeature(speaker, "int_f0_target_mean\0"u8, traits.PitchHz);
            _library.SetFeature(speaker, "duration_stretch\0"u8, (float)(traits.Stretch / manner.Speed));
            return _library.Speak(speaker, text) ?? throw new EngineException($"flite could not speak with the voice '{traits.Speaker}'.");
        }
    }

    private static nint LoadSpeaker(string name, string library)
    {
        var module = NativeModule.TryLoad(library) ?? throw new EngineException($"The flite voice '{library}' cannot be loaded.");
        var handle = FliteLibrary.RegisterVoice(module, name);
        return handle != 0 ? handle : throw new EngineException($"The flite voice '{library}' cannot be used.");
    }
}
