namespace Realtime.Compat.Server.Tests;

/// <summary>The checkout the tests were built in.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    /// <summary>A path below the root.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>The server as it was built with these tests.</summary>
    public static string Server { get; } = At(Path.Combine(
        "src/Realtime.Compat.Server/bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!), "net10.0", "realtime.dll"));

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "global.json")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("No global.json above the tests.");
    }
}
