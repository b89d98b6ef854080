using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.AspNetCore.WireChecks;

/// <summary>Where the protocol's schema may lie. It is OpenAI's, so it is not shipped; who has it can point at it.</summary>
public static class EventSchemaFile
{
    /// <summary>Environment variable that names the file.</summary>
    public const string Variable = "REALTIME_SCHEMA";

    /// <summary>
    /// The file to use: the one that <see cref="Variable"/> names, whether it exists or not; else <c>shared/protocol</c> beside the checkout
    /// that the program was built in, if it is there.
    /// </summary>
    /// <returns>Its path; null when there is none.</returns>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln")) && folder.Parent is { } home)
                return Path.Combine(home.FullName, "shared", "protocol", "realtime.lenient.schema.json") is var path && File.Exists(path) ? path : null;
        }

        return null;
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="FormatException">It is no schema of the protocol.</exception>
    public static EventSchema Read(string path) => EventSchema.Parse(File.ReadAllBytes(path));
}
