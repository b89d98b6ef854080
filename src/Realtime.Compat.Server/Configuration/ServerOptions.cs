namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings of the executable itself, in the section `Realtime`.</summary>
internal sealed class ServerOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Realtime";

    /// <summary>Where the certificate, the logs and an `appsettings.json` of the user's own lie; none for the operating system's usual place.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// In a container: the host's IP address at which its ports are published. A loopback address there lets in this host's programs alone, so that no keys
    /// are needed although the server listens to its container's network.
    /// </summary>
    public string? PublishedAddress { get; set; }
}
