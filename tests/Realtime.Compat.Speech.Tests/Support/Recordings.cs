namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>The recorded speech beside the repository and what is said in it.</summary>
internal static class Recordings
{
    private static readonly string? Shared = FindShared();

    /// <summary>The folder of English recordings; null where it is absent.</summary>
    public static string? Directory => Shared is null ? null : Path.Combine(Shared, "audio", "en");

    /// <summary>GTCRN's published weights; null where they are absent.</summary>
    public static string? Gtcrn =>
        Shared is not null && Path.Combine(Shared, "models", "denoise", "gtcrn_simple.onnx") is var weights && File.Exists(weights) ? weights : null;

    /// <summary>Each English recording and its transcript, lower case without punctuation.</summary>
    public static IReadOnlyList<(string Path, string Transcript)> English() =>
    [
        .. File.ReadLines(Path.Combine(Shared!, "MANIFEST.tsv"))
            .Select(line => line.Split('\t'))
            .Where(fields => fields[0].StartsWith("audio/en/", StringComparison.Ordinal))
            .Select(fields => (Path.Combine(Shared!, fields[0]), fields[6])),
    ];

    /// <summary>One English recording.</summary>
    public static string English(string name) => Path.Combine(Directory!, name);

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln")))
            {
                var shared = Path.Combine(folder.FullName, "..", "shared");
                return File.Exists(Path.Combine(shared, "MANIFEST.tsv")) ? Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}
