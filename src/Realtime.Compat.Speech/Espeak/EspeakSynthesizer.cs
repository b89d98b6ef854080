using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Native;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Espeak;

/// <summary>Text to speech in more than a hundred languages by espeak-ng: intelligible, mechanical, 1,100 times real time.</summary>
internal sealed class EspeakSynthesizer : ISpeechSynthesizer
{
    // The library's own limits; below the lower one it would speak no slower.
    private const int SlowestWordsPerMinute = 80;
    private const int FastestWordsPerMinute = 700;

    // One instance per process, also when two hosts share it (tests do).
    private static EspeakLibrary? _started;

    private readonly EspeakLibrary? _library;
    private readonly IReadOnlyDictionary<string, string> _voices = new Dictionary<string, string>();

    /// <summary>Loads the library and its list of languages.</summary>
    public EspeakSynthesizer(IOptions<SpeechOptions> options)
    {
        var settings = options.Value.Espeak;
        try
        {
            if (NativeModule.TryLoad(settings.Library) is not { } module)
            {
                Status = EngineStatus.Unavailable($"espeak-ng is not installed ('{settings.Library}' cannot be loaded): apt-get install libespeak-ng1.");
                return;
            }

            using (NativeTurn.Take())
            {
                _started ??= new EspeakLibrary(module, settings.DataDirectory);
                _library = _started;
                if (_library.SampleRateHz <= 0)
                {
                    _started = null;
                    Status = EngineStatus.Unavailable(
                        "espeak-ng finds no espeak-ng-data: apt-get install espeak-ng-data, or set Speech:Espeak:DataDirectory to the folder that holds it.");
                    return;
                }

                _voices = _library.Languages();
            }

            Status = EngineStatus.Ready;
        }
        catch (EntryPointNotFoundException exception)
        {
            Status = EngineStatus.Unavailable($"{exception.Message} Version 1.49 or later is needed: apt-get install --reinstall libespeak-ng1.");
        }
    }

    /// <inheritdoc/>
    public string Model => "espeak-ng";

    /// <inheritdoc/>
    public EngineStatus Status { get; }

    /// <summary>The languages it speaks, lower case: <c>de</c>, <c>cmn</c>, <c>pt-br</c>.</summary>
    public IEnumerable<string> Languages => _voices.Keys;

    /// <inheritdoc/>
    /// <remarks>While it is not installed nobody knows its languages, and "install it" is a better answer than "no such language".</remarks>
    public bool Speaks(string language) => !Status.IsReady || _voices.ContainsKey(language);

    /// <inheritdoc/>
    public SpokenClause Speak(string clause, Manner manner, CancellationToken cancellationToken)
    {
        if (_library is null || !Status.IsReady) throw new EngineException(Status.Detail!);

        var traits = manner.Voice.Espeak;
        var pace = Math.Clamp((int)Math.Round(traits.WordsPerMinute * manner.Speed), SlowestWordsPerMinute, FastestWordsPerMinute);
        using (NativeTurn.Take())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var voice = $"{_voices[manner.Language]}+{traits.Variant}";
            if (!_library.Select(voice, pace, traits.Pitch)) throw new EngineException($"espeak-ng has no voice '{voice}'.");

            var spoken = _library.Speak(clause, cancellationToken) ?? throw new EngineException("espeak-ng failed to speak a clause.");
            cancellationToken.ThrowIfCancellationRequested();
            return spoken;
        }
    }
}
