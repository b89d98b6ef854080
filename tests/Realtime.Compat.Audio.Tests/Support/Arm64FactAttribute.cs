using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Tests;

/// <summary>A test of what only ARM64 has.</summary>
internal sealed class Arm64FactAttribute : FactAttribute
{
    public Arm64FactAttribute()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.Arm64) Skip = "This machine is no ARM64: tests/arm64.sh runs the tests as one, emulated.";
    }
}
