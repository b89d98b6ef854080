using System.ComponentModel;
using System.Diagnostics;

namespace Realtime.Compat.Server.Tests;

/// <summary>Docker Compose, as the client's plugin or as the program of its own that came before. It needs no engine to read a file.</summary>
internal static class ComposeCommand
{
    private static readonly string[][] Known = [["docker", "compose"], ["docker-compose"]];

    private static readonly Lazy<string[]?> Found = new(() => Known.FirstOrDefault(command => StartAsync(command, [], "version").GetAwaiter().GetResult().ExitCode == 0));

    /// <summary>Whether there is one.</summary>
    public static bool Exists => Found.Value is not null;

    /// <summary>Runs it on the repository's file.</summary>
    /// <param name="environment">Variables to set, or to remove where they are null.</param>
    /// <param name="arguments">The verb and what belongs to it.</param>
    /// <returns>The exit code, and what it printed on both streams.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        StartAsync(Found.Value!, environment, ["--file", Repository.At("docker-compose.yml"), .. arguments]);

    private static async Task<(int ExitCode, string Output)> StartAsync(string[] command, Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await errors);
        }
        catch (Win32Exception)
        {
            return (127, $"There is no {command[0]}.");
        }
    }
}
