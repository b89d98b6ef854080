using Xunit;

namespace Realtime.Compat.Testing;

/// <summary>A test that needs a file of the shared data; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Names the file.</summary>
    /// <param name="path">Its path in the shared folder, with slashes.</param>
    public SharedDataFactAttribute(string path)
    {
        Path = path;
        Skip = SharedData.WhyMissing(path.Split('/'));
    }

    /// <summary>The file's path in the shared folder.</summary>
    public string Path { get; }
}
