namespace Realtime.Compat.LiveServer;

/// <summary>Programs of the system.</summary>
public static class Programs
{
    /// <summary>Whether a program is on the search path.</summary>
    public static bool Has(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
