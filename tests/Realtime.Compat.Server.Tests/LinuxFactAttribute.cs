namespace Realtime.Compat.Server.Tests;

/// <summary>A test that looks into /proc.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Children are found by /proc, which only Linux has.";
    }
}
