namespace Realtime.Compat.Speech.Options;

/// <summary>Where espeak-ng lies.</summary>
internal sealed class EspeakOptions
{
    /// <summary>The shared library, by name or path.</summary>
    public string Library { get; set; } = "libespeak-ng.so.1";

    /// <summary>The folder that holds <c>espeak-ng-data</c>; null for where the library was built to look.</summary>
    public string? DataDirectory { get; set; }
}
