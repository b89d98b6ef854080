namespace Realtime.Compat.Speech.PocketSphinx;

/// <summary>The English model of Debian's <c>pocketsphinx-en-us</c>: a folder of acoustic model, dictionary and trigrams.</summary>
/// <param name="Directory">The folder that holds <c>en-us/</c>, <c>en-us.lm.bin</c> and <c>cmudict-en-us.dict</c>.</param>
internal sealed record PocketSphinxModel(string Directory)
{
    private string AcousticModel => Path.Combine(Directory, "en-us");

    private string LanguageModel => Path.Combine(Directory, "en-us.lm.bin");

    private string Dictionary => Path.Combine(Directory, "cmudict-en-us.dict");

    /// <summary>Whether all parts are there.</summary>
    public bool Exists =>
        File.Exists(Path.Combine(AcousticModel, "mdef")) && File.Exists(LanguageModel) && File.Exists(Dictionary);

    /// <summary>The decoder's settings, as names and values.</summary>
    /// <remarks>
    /// docs/speech.md has the table these were chosen from. Wider beams, other language weights and more Gaussians changed
    /// nothing or cost accuracy; both later passes (flat lexicon, best path) are kept, since without them errors rise by a
    /// fifth. The two limits cost no accuracy and save a tenth of the time, more where noise lets the search spread.
    /// </remarks>
    public IReadOnlyList<string> Arguments =>
    [
        "-hmm", AcousticModel,
        "-lm", LanguageModel,
        "-dict", Dictionary,
        "-cmn", "batch",
        "-remove_silence", "no", // UtteranceSplitter did that
        "-maxhmmpf", "10000",
        "-fwdflatwbeam", "1e-20",
        "-logfn", "/dev/null",
    ];
}
