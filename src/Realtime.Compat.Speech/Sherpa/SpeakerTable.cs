using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Which of a model's speakers stands for a voice in a language.</summary>
/// <remarks>sherpa-onnx takes a speaker's number out of range for 0, without an error; here it is one.</remarks>
internal sealed class SpeakerTable
{
    private readonly IReadOnlyList<ModelVoice> _voices;
    private readonly HashSet<string> _languages;
    private readonly int _speakers;

    /// <summary>Makes the table.</summary>
    /// <param name="manifest">The model's voices and languages.</param>
    /// <param name="speakers">How many speakers the model has; 0 for one that has no choice.</param>
    /// <exception cref="EngineException">A voice has a speaker that is not there.</exception>
    public SpeakerTable(ModelManifest manifest, int speakers)
    {
        _speakers = Math.Max(1, speakers);
        _voices = manifest.Voices;
        if (_voices.FirstOrDefault(voice => voice.Speaker < 0 || voice.Speaker >= _speakers) is { } wrong)
            throw new EngineException($"The voice '{wrong.Name}' of the model '{manifest.Id}' is speaker {wrong.Speaker}, but the model has {_speakers}.");
        string[] languages = manifest.Languages.Count > 0 ? [.. manifest.Languages] : ["en"];
        FirstLanguage = LanguageChoice.Canonical(languages[0]);
        _languages = [.. languages.Select(Base)];
        Names = [.. _voices.Select(voice => voice.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>All names a request may use.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A language the model speaks, as <see cref="LanguageChoice"/> has it.</summary>
    public string FirstLanguage { get; }

    /// <summary>Whether the model speaks a language; accents count as their language.</summary>
    public bool Speaks(string language) => _languages.Contains(Base(language));

    /// <summary>The speaker for a voice; for a name that is none of the model's own, always the same one for the same name.</summary>
    public int Find(string voice, string language)
    {
        var named = _voices.Where(candidate => candidate.Name.Equals(voice, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (named.FirstOrDefault(candidate => IsFor(candidate, language)) is { } match) return match.Speaker;

        // One of OpenAI's names, given to a speaker of another language, or to none: somebody at home in this one.
        var place = VoiceCatalogue.All.ToList().FindIndex(known => known.Name.Equals(voice, StringComparison.OrdinalIgnoreCase));
        if (place < 0) return named.Length > 0 ? named[0].Speaker : 0;
        var native = _voices.Where(candidate => IsFor(candidate, language)).Select(candidate => candidate.Speaker).Distinct().ToArray();
        return native.Length > 0 ? native[place % native.Length] : named.Length > 0 ? named[0].Speaker : place % _speakers;
    }

    private static bool IsFor(ModelVoice voice, string language) => voice.Language is null || Base(voice.Language) == Base(language);

    private static string Base(string language) => LanguageChoice.Canonical(language).Split('-')[0];
}
