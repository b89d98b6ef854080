using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Native;

/// <summary>
/// One caller at a time in the synthesisers: espeak-ng crashes with two threads in it, flite keeps a voice's settings in the
/// voice, and both take their noise from C's <c>rand</c>, which each turn starts anew.
/// </summary>
/// <remarks>So flite gives a text the same samples each time. espeak-ng also keeps the phase of its oscillators: its samples differ inaudibly.</remarks>
internal static partial class NativeTurn
{
    private const uint Seed = 1;

    private static readonly Lock Turn = new();

    /// <summary>Waits for the turn.</summary>
    /// <returns>Ends it when disposed.</returns>
    public static Lock.Scope Take()
    {
        var scope = Turn.EnterScope();
        SeedRandom(Seed);
        return scope;
    }

    [LibraryImport("libc", EntryPoint = "srand")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SeedRandom(uint seed);
}
