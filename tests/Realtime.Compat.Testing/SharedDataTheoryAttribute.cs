using Xunit;

namespace Realtime.Compat.Testing;

/// <summary>A theory that needs a file of the shared data; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the file.</summary>
    /// <param name="path">Its path in the shared folder, with slashes.</param>
    public SharedDataTheoryAttribute(string path)
    {
        Path = path;
        Skip = SharedData.WhyMissing(path.Split('/'));
    }

    /// <summary>The file's path in the shared folder.</summary>
    public string Path { get; }
}
