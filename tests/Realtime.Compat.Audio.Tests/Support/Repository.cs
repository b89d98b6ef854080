namespace Realtime.Compat.Audio.Tests;

/// <summary>Where tests find what the repository does not hold.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Recordings beside the checkout; empty where they are absent.</summary>
    public static string[] Recordings { get; } = FindRecordings();

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Realtime.Compat.sln"))) return folder;
        throw new DirectoryNotFoundException("Tests run from within the repository.");
    }

    private static string[] FindRecordings()
    {
        var folder = Path.Combine(Root, "..", "shared", "audio");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).Order()] : [];
    }
}
