using System.Diagnostics;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>A small disk in memory; only root can make one, and not in every container.</summary>
internal sealed class Tmpfs : IDisposable
{
    public Tmpfs(string path, int megabytes)
    {
        Path = Directory.CreateDirectory(path).FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path) != 0)
            throw new InvalidOperationException("A tmpfs cannot be mounted.");
    }

    /// <summary>Why none can be made; null where one can.</summary>
    public static string? WhyImpossible { get; } = Try();

    public string Path { get; }

    public void Grow(int megabytes) => Run("mount", "-o", $"remount,size={megabytes}m", Path);

    public void Dispose() => Run("umount", Path);

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "Only root on Linux can mount a tmpfs.";
        using var directory = new TemporaryDirectory();
        try
        {
            using var _ = new Tmpfs(directory["probe"], megabytes: 1);
            return null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "This system lets nobody mount a tmpfs.";
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
