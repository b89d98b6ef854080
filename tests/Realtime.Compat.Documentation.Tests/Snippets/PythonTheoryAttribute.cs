using System.Collections.Concurrent;
using System.Diagnostics;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>A test of Python snippets; skipped, with the reason, where Python or a package is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    private static readonly ConcurrentDictionary<string, bool> Known = new();

    /// <summary>Decides at discovery.</summary>
    /// <param name="modules">What the snippets import; with any of it they need a server, too.</param>
    public PythonTheoryAttribute(params string[] modules) =>
        Skip = !Programs.Has("python3") ? "There is no python3."
            : Array.Find(modules, module => !Known.GetOrAdd(module, CanImport)) is { } missing ? $"python3 cannot import {missing}: pip install it, or name its folder in PYTHONPATH. Until then the snippet is only parsed."
            : modules.Length > 0 ? Prerequisites.Missing(Prerequisite.Weights, Prerequisite.EnglishSpeech)
            : null;

    private static bool CanImport(string module)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", $"import {module}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
