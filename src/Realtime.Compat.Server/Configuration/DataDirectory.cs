using Microsoft.Extensions.Configuration;

namespace Realtime.Compat.Server.Configuration;

/// <summary>Where the server keeps what it makes: certificate, logs, the user's own settings.</summary>
/// <param name="Root">Absolute path of a directory that exists and can be written.</param>
internal sealed record DataDirectory(string Root)
{
    /// <summary>Name of the setting.</summary>
    public const string Setting = $"{ServerOptions.Section}:{nameof(ServerOptions.DataDirectory)}";

    /// <summary>The certificate and its authority.</summary>
    public string Certificates => Path.Combine(Root, "certs");

    /// <summary>What client secrets are sealed with.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>One file a day.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Settings that outlive a new build of the server.</summary>
    public string Settings => Path.Combine(Root, "appsettings.json");

    /// <summary>The directory that is set, or the operating system's: `~/.local/share`, `~/Library/Application Support`, `%LOCALAPPDATA%`.</summary>
    /// <returns>The directory, made if it was not there.</returns>
    /// <exception cref="OperatorException">It cannot be made or written.</exception>
    public static DataDirectory Of(IConfiguration configuration)
    {
        var root = configuration[Setting];
        if (string.IsNullOrWhiteSpace(root))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            if (home.Length == 0)
                throw new OperatorException($"No home directory is known for this user; set {Setting} to a directory that the server may write.");
            root = Path.Combine(home, "realtime-compat");
        }

        var directory = new DataDirectory(Path.GetFullPath(root));
        try
        {
            Directory.CreateDirectory(directory.Certificates);
            CreatePrivate(directory.Keys);
            Directory.CreateDirectory(directory.Logs);
            TryWriting(directory.Certificates);
            TryWriting(directory.Logs);
            return directory;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{Setting} is \"{directory.Root}\", and the server cannot write there ({failure.Message.TrimEnd('.')}); set it to a directory it may write.", failure);
        }
    }

    /// <summary>Nobody else reads what lies there.</summary>
    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void TryWriting(string directory)
    {
        using var file = new FileStream(
            Path.Combine(directory, $".{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
    }
}
