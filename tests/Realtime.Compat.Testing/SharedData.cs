namespace Realtime.Compat.Testing;

/// <summary>The data that lies beside the checkout: recordings, weights, the protocol's schema.</summary>
public static class SharedData
{
    /// <summary>Environment variable that names the folder when it lies elsewhere.</summary>
    public const string Variable = "REALTIME_SHARED";

    /// <summary>The checkout: the nearest folder above the tests that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder, whether it exists or not.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) ?? Path.GetFullPath(Path.Combine(Repository, "..", "shared"));

    /// <summary>Path of a file in the folder, whether it exists or not.</summary>
    /// <param name="parts">Its folders and name.</param>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Why a file cannot be used; null when it is there.</summary>
    /// <param name="parts">Its folders and name.</param>
    public static string? WhyMissing(params ReadOnlySpan<string> parts)
    {
        var path = PathOf(parts);
        return Path.Exists(path) ? null : $"{string.Join('/', parts!)} is not in {Folder}; set {Variable} to the folder that holds it.";
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"Realtime.Compat.sln lies nowhere above {AppContext.BaseDirectory}.");
    }
}
