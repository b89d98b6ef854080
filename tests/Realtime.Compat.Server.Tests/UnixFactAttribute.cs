namespace Realtime.Compat.Server.Tests;

/// <summary>A test that needs signals and /bin/sh.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has neither signals nor /bin/sh.";
    }
}
