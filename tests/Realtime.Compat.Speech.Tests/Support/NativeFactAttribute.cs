using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.PocketSphinx;
using Realtime.Compat.Speech.Sherpa.Native;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A test of real engines: skipped, with the package to install, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeFactAttribute : FactAttribute
{
    /// <param name="engines">What the test needs.</param>
    public NativeFactAttribute(Engines engines) => Skip = Installed.Missing(engines);
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeTheoryAttribute : TheoryAttribute
{
    /// <param name="engines">What the test needs.</param>
    public NativeTheoryAttribute(Engines engines) => Skip = Installed.Missing(engines);
}

[Flags]
internal enum Engines
{
    PocketSphinx = 1,
    Flite = 2,
    Espeak = 4,
    Recordings = 8,
    Sherpa = 16,

    /// <summary>No engine: the limits that its shell sets.</summary>
    Linux = 32,
}

internal static class Installed
{
    private static readonly SpeechOptions Defaults = new();

    /// <summary>The first thing that is missing, as one sentence; null when all is there.</summary>
    public static string? Missing(Engines engines)
    {
        if (engines.HasFlag(Engines.PocketSphinx)
            && !(Loads(Defaults.PocketSphinx.Library) && new PocketSphinxModel(Defaults.PocketSphinx.ModelDirectory).Exists))
            return "Needs pocketsphinx: apt-get install libpocketsphinx3 pocketsphinx-en-us.";
        if (engines.HasFlag(Engines.Flite) && !Loads(Defaults.Flite.Library)) return "Needs flite: apt-get install libflite1.";
        if (engines.HasFlag(Engines.Espeak) && !Loads(Defaults.Espeak.Library)) return "Needs espeak-ng: apt-get install libespeak-ng1 espeak-ng-data.";
        if (engines.HasFlag(Engines.Sherpa) && !Directory.Exists(SherpaLibrary.DefaultDirectory))
            return "Needs sherpa-onnx: npm ci --ignore-scripts in native/, then build again.";
        if (engines.HasFlag(Engines.Linux) && !OperatingSystem.IsLinux()) return "Needs Linux, for ulimit -v.";
        if (engines.HasFlag(Engines.Recordings) && Recordings.Directory is null) return "Needs the recordings of ../shared/audio/en.";
        return null;
    }

    private static bool Loads(string library) => NativeLibrary.TryLoad(library, out _);
}
