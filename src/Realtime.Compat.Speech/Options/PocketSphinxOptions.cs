namespace Realtime.Compat.Speech.Options;

/// <summary>Where pocketsphinx and its model lie.</summary>
internal sealed class PocketSphinxOptions
{
    /// <summary>The decoder's shared library, by name or path.</summary>
    public string Library { get; set; } = "libpocketsphinx.so.3";

    /// <summary>The library it stands on.</summary>
    public string BaseLibrary { get; set; } = "libsphinxbase.so.3";

    /// <summary>The folder with <c>en-us/</c>, <c>en-us.lm.bin</c> and <c>cmudict-en-us.dict</c>.</summary>
    public string ModelDirectory { get; set; } = "/usr/share/pocketsphinx/model/en-us";
}
