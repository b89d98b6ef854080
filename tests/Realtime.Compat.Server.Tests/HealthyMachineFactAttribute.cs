using System.Runtime.InteropServices;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Server.Tests;

/// <summary>A test on a machine that lacks nothing that a spoken call needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HealthyMachineFactAttribute : FactAttribute
{
    private static readonly string[] Libraries = ["libpocketsphinx.so.3", "libflite.so.1", "libssl.so.3", "libopus.so.0"];

    public HealthyMachineFactAttribute() =>
        Skip = Array.Find(Libraries, library => !NativeLibrary.TryLoad(library, out _)) is { } missing ? $"{missing} is missing: install libflite1, libpocketsphinx3, pocketsphinx-en-us, libssl3 and libopus0."
            : !File.Exists(SileroVadModel.DefaultPath) ? "The weights of the voice activity detector are missing: run npm ci --ignore-scripts in native/."
            : null;
}
