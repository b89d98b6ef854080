namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings of the executable itself, in the section `Realtime`.</summary>
internal sealed class ServerOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Realtime";

    /// <summary>Where the certificate, the logs and an `appsettings.json` of the user's own lie; none for the operating system's usual place.</summary>
    public string? DataDirectory { get; set; }
}
