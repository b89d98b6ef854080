namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>A line of the worker's standard error: its own log in the console's one-line form, or what a native library prints.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Text">The line without the level's mark.</param>
internal readonly record struct WorkerLogLine(LogLevel Level, string Text)
{
    private static readonly (string Mark, LogLevel Level)[] Marks =
    [
        ("trce: ", LogLevel.Trace), ("dbug: ", LogLevel.Debug), ("info: ", LogLevel.Information),
        ("warn: ", LogLevel.Warning), ("fail: ", LogLevel.Error), ("crit: ", LogLevel.Critical),
        // pocketsphinx: INFO lines hold what was heard, so they stay at Debug.
        ("INFO: ", LogLevel.Debug), ("WARN: ", LogLevel.Warning), ("WARNING: ", LogLevel.Warning), ("ERROR: ", LogLevel.Error), ("FATAL: ", LogLevel.Critical),
    ];

    /// <summary>Reads a line. One without a mark comes from a native library, perhaps as its last words: a warning.</summary>
    public static WorkerLogLine Read(string line)
    {
        foreach (var (mark, level) in Marks)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
                return new WorkerLogLine(level, line[mark.Length..]);
        }

        return new WorkerLogLine(IsFromSherpa(line) ? LogLevel.Debug : LogLevel.Warning, line);
    }

    /// <summary>sherpa-onnx begins its lines with a place in its source; some hold what was said, so they stay at Debug. Its last words as a process have no such place.</summary>
    private static bool IsFromSherpa(string line)
    {
        var place = line.AsSpan(0, Math.Max(0, line.IndexOf(' ', StringComparison.Ordinal)));
        return place.Contains(".cc:", StringComparison.Ordinal) || place.Contains(".h:", StringComparison.Ordinal);
    }
}
