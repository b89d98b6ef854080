using Realtime.Compat.Speech.Sherpa.Models;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Which languages a model understands: what it says itself, where it does, else what its manifest says.</summary>
internal static class SpokenLanguages
{
    private const string WhisperCodes = "all_language_codes";

    /// <summary>The codes, lower case, without regions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">Of its first file.</param>
    public static IReadOnlyCollection<string> Of(InstalledModel model, IReadOnlyDictionary<string, string> metadata)
    {
        // Whisper ends the process for a code that is not in its list, so that list decides.
        if (model.Engine.Name == "whisper")
        {
            return metadata.GetValueOrDefault("is_multilingual") != "0" && metadata.TryGetValue(WhisperCodes, out var codes)
                ? [.. codes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()]
                : ["en"];
        }

        var listed = model.Manifest.Languages.Select(language => language.Split('-', '_')[0].ToLowerInvariant()).Distinct().ToArray();
        return listed.Length > 0 ? listed : ["en"];
    }
}
