using System.Text;
using Realtime.Compat.Speech.Sherpa.Models;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>
/// Words that a request expects, in the form sherpa-onnx takes. Only transducers that decode by beam search can use them; asking
/// any other model for them ends the process, so there is no object of this class for those.
/// </summary>
/// <remarks>NeMo's transducers accept them but give empty or invented texts for one in five utterances (sherpa-onnx issue 3267).</remarks>
internal sealed class HotWords
{
    private const int MaxPhrases = 100;
    private const int MaxCharacters = 60;
    private const string ModelingUnit = "model_config.modeling_unit";

    private readonly bool _upperCase;

    private HotWords(bool upperCase) => _upperCase = upperCase;

    /// <summary>The hot words of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">Its settings.</param>
    /// <returns>Null when it cannot use any.</returns>
    public static HotWords? For(InstalledModel model, IReadOnlyDictionary<string, string> settings)
    {
        var isZipformer = model.Engine.Name is "zipformer" or "streaming_zipformer" && settings.ContainsKey("model_config.transducer.joiner");
        var unit = settings.GetValueOrDefault(ModelingUnit) ?? "";
        if (!isZipformer || unit.Length == 0 || unit.Contains("bpe", StringComparison.Ordinal) && !settings.ContainsKey("model_config.bpe_vocab")) return null;

        // Vocabularies of 2023 know capital letters only.
        var tokens = File.ReadLines(settings["model_config.tokens"]).Where(line => !line.StartsWith('<'));
        return new HotWords(!tokens.Any(line => line.Any(char.IsAsciiLetterLower)));
    }

    /// <summary>Puts phrases into sherpa-onnx's form.</summary>
    /// <returns>Null when none is left.</returns>
    public string? Encode(IReadOnlyList<string> phrases)
    {
        var list = phrases.Select(Clean).Where(phrase => phrase.Length is > 1 and <= MaxCharacters).Distinct().Take(MaxPhrases);
        return string.Join('/', list) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Letters, digits and single spaces; a slash parts phrases, and a colon would begin a weight.</summary>
    private string Clean(string phrase)
    {
        var clean = new StringBuilder(phrase.Length);
        foreach (var character in phrase)
        {
            if (char.IsLetterOrDigit(character) || character == '\'') clean.Append(_upperCase ? char.ToUpperInvariant(character) : character);
            else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
        }

        return clean.ToString().Trim();
    }
}
