using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>
/// Tries the native library, and a model, in a process of its own, where it may end the process as it likes: <c>realtime-speech --try</c>.
/// </summary>
internal static partial class ModelTrial
{
    /// <summary>The option that makes a worker such a process: a model's folder follows, or nothing but <see cref="LayoutOnly"/>.</summary>
    public const string Option = "--try";

    /// <summary>In place of a folder: only the structs are tried.</summary>
    public const string LayoutOnly = "structs";

    private const int RefusedByUs = TrialRun.Failure;
    private const int Killed = 137;
    private const string Swallowed = "Caught exception:";
    private const int LongestWords = 300;

    // Less than the server gives a worker to listen (60 s), or it would be killed and start the same trial again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>Runs a trial.</summary>
    /// <param name="folder">The model's folder, or <see cref="LayoutOnly"/>.</param>
    /// <param name="settings">Command line settings that the process needs: where sherpa-onnx lies, threads, provider.</param>
    /// <param name="library">What runs the model, for people.</param>
    /// <returns>Null when all went well.</returns>
    public static TrialFault? Run(string folder, IEnumerable<string> settings, string library = SherpaEngine.SherpaOnnx)
    {
        using var process = Process.Start(StartInfo([Option, folder, .. settings]))!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) lock (errors) errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            process.WaitForExit();
            return new TrialFault($"it was not loaded within {Patience.TotalSeconds:0} s");
        }

        process.WaitForExit(); // also for the last line of standard error
        return Judge(process.ExitCode, output.Result, errors.ToString(), library);
    }

    /// <summary>Judges a trial by what it left.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="output">Its standard output.</param>
    /// <param name="printed">Its standard error: of native code, above all.</param>
    /// <param name="library">What runs the model, for people.</param>
    /// <returns>Null when all went well.</returns>
    internal static TrialFault? Judge(int exitCode, string output, string printed, string library)
    {
        // First: a process without memory may end anywhere, even before it has printed the structs.
        if (exitCode == Killed || NoMemory().IsMatch(printed)) return TrialFault.NotEnoughMemory;
        // A library that is missing never came so far as to print them.
        if (exitCode != RefusedByUs && StructLayout.FindFault(printed) is { } field)
            return new TrialFault($"this libsherpa-onnx is not the one the worker was built for: its field {field} is elsewhere");
        // Some engines swallow what ONNX Runtime throws, and hear nothing for ever. Paraformer does so for noise, too, so that only misfits count.
        var fits = !(printed.Contains(Swallowed, StringComparison.Ordinal) && Misfit().IsMatch(printed));
        if (exitCode == 0 && fits && output.Contains(TrialRun.Succeeded, StringComparison.Ordinal)) return null;
        var words = LastWords(printed);
        return new TrialFault($"{library} {End(exitCode)}{(words is null ? "" : $", saying \"{words}\"")}");
    }

    /// <summary>What native code said last, without file names, line numbers and repeated settings; of an exception that it swallowed, its words.</summary>
    internal static string? LastWords(string printed)
    {
        var structs = printed.IndexOf(TrialRun.StructsDone, StringComparison.Ordinal);
        var lines = (structs < 0 ? printed : printed[(structs + TrialRun.StructsDone.Length)..])
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => SourcePlace().Replace(line, ""))
            .Where(line => line.Length > 0)
            .ToArray();
        if (lines.Length == 0) return null;
        var swallowed = Array.IndexOf(lines, Swallowed);
        var last = swallowed >= 0 && swallowed + 1 < lines.Length ? lines[swallowed + 1] : lines[^1];
        return last.Length > LongestWords ? last[..LongestWords] + "…" : last.TrimEnd('.');
    }

    private static string End(int exitCode) => exitCode switch
    {
        0 => "fails with it",
        134 => "aborted",
        139 => "crashed",
        1 => "refused it",
        _ => $"ended with exit code {exitCode}",
    };

    private static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "realtime-speech.dll");
        var self = Environment.ProcessPath!;
        var isWorker = Path.GetFileNameWithoutExtension(self).Equals("realtime-speech", StringComparison.OrdinalIgnoreCase);
        return new ProcessStartInfo(self, isWorker ? arguments : [library, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    // "/home/…/csrc/offline-whisper-model.cc:InitEncoder:317 'n_mels' does not exist", "  what():  Load model from … failed"
    [GeneratedRegex(@"^(\S*\.(cc|h):\S+:\d+|what\(\):)\s*")]
    private static partial Regex SourcePlace();

    // What C++, ONNX Runtime and .NET say of it.
    [GeneratedRegex("bad_alloc|Failed to allocate memory|OutOfMemoryException|0x8007000E")]
    private static partial Regex NoMemory();

    // What ONNX Runtime says of inputs that a graph has not, or not so (onnxruntime, core/session/inference_session.cc).
    [GeneratedRegex("Invalid (input|output) name|Invalid rank for input|Got invalid dimensions for input|Unexpected input data type|Missing Input")]
    private static partial Regex Misfit();
}
