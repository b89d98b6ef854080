using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Realtime.Compat.Server.Configuration;

/// <summary>The names of all settings under `Realtime`, read off the types they are bound to.</summary>
internal sealed class SettingNames
{
    /// <summary>What ASP.NET Core reads itself, beside whole sections.</summary>
    private static readonly string[] HostSettings = ["urls", "http_ports", "https_ports", "environment", "AllowedHosts"];

    private static readonly string[] HostSections = ["Kestrel:", "Logging:", "Serilog:"];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _open = [];

    /// <summary>Reads the names.</summary>
    /// <param name="sections">Each section with the type it is bound to.</param>
    public SettingNames(params IEnumerable<(string Section, Type Options)> sections)
    {
        foreach (var (section, options) in sections)
            Add(section, options);
    }

    /// <summary>Every setting with a name of its own: "Realtime:Chat:Model".</summary>
    public IReadOnlyCollection<string> All => _names;

    /// <summary>Whether a setting exists: by name, or below one that takes any name (`Realtime:TextToSpeech:Voices:alloy`).</summary>
    public bool Contains(string name) => _names.Contains(name) || _open.Exists(open => name.StartsWith(open, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a setting belongs to ASP.NET Core or to the log.</summary>
    public static bool IsHostSetting(string name) =>
        HostSettings.Contains(name, StringComparer.OrdinalIgnoreCase)
        || HostSections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    /// <summary>Stops at the first setting that nothing reads, wherever it was written.</summary>
    /// <exception cref="OperatorException">There is one.</exception>
    public void Check(IConfiguration configuration)
    {
        var strange = configuration.GetSection(ServerOptions.Section).AsEnumerable()
            .Where(setting => setting.Value is not null && setting.Key != ServerOptions.Section)
            .Select(setting => setting.Key)
            .Order(StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(name => !Contains(name));
        if (strange is not null)
            throw Unknown(strange);
    }

    /// <summary>The sentence on a setting that does not exist.</summary>
    public OperatorException Unknown(string name) =>
        new($"There is no setting {name}{(NearestName.Of(name, _names.Concat(HostSettings)) is { } nearest ? $"; did you mean {nearest}?" : "; docs/configuration.md lists all of them.")}");

    private void Add(string prefix, Type options)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead))
        {
            var name = $"{prefix}:{property.Name}";
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
                _open.Add(name + ":");
            else if (type.IsClass && type != typeof(string))
                Add(name, type);
            else if (property.CanWrite)
                _names.Add(name);
        }
    }
}
