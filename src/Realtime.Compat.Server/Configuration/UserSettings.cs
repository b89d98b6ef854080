using Microsoft.Extensions.Configuration.Json;

namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings that lie in the data directory.</summary>
internal static class UserSettings
{
    /// <summary>
    /// Adds what `realtime models use` has written and, after it, the user's own `appsettings.json`: both come after the server's own file and before
    /// environment and command line.
    /// </summary>
    public static void AddTo(ConfigurationManager configuration, DataDirectory directory)
    {
        var place = configuration.Sources.ToList().FindLastIndex(source => source is JsonConfigurationSource);
        foreach (var path in (string[])[directory.ModelSettings, directory.Settings])
        {
            var source = new JsonConfigurationSource { Path = path, Optional = true };
            source.ResolveFileProvider();
            configuration.Sources.Insert(++place, source);
        }
    }
}
