namespace Realtime.Compat.LiveServer;

/// <summary>Where things lie in the checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A built program of the same configuration as the tests.</summary>
    /// <param name="project">Folder under `src`.</param>
    /// <param name="assembly">Name of its assembly.</param>
    /// <returns>Path of the .dll.</returns>
    public static string Built(string project, string assembly) => Built("src", project, assembly);

    /// <summary>A built program of the same configuration as the tests.</summary>
    /// <param name="room">`src` or `samples`.</param>
    /// <param name="project">Folder under the room.</param>
    /// <param name="assembly">Name of its assembly.</param>
    /// <returns>Path of the .dll.</returns>
    public static string Built(string room, string project, string assembly)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Root, room, project, "bin", output.Parent!.Name, output.Name, assembly + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: there is no {path}.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests do not run inside the checkout.");
    }
}
