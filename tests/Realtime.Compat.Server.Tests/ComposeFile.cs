using YamlDotNet.RepresentationModel;

namespace Realtime.Compat.Server.Tests;

/// <summary>docker-compose.yml as it is written, its variables not yet replaced.</summary>
internal sealed class ComposeFile
{
    private readonly YamlMappingNode _services;

    private ComposeFile(string text)
    {
        Text = text;
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        _services = (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    /// <summary>All of it.</summary>
    public string Text { get; }

    /// <summary>Names of the services.</summary>
    public IEnumerable<string> Services => _services.Children.Keys.Select(name => ((YamlScalarNode)name).Value!);

    public static ComposeFile Read() => new(File.ReadAllText(Repository.At("docker-compose.yml")));

    /// <summary>A list of texts of a service; empty where it has none.</summary>
    public IReadOnlyList<string> List(string service, string key) =>
        ((YamlMappingNode)_services[service]).Children.TryGetValue(key, out var list) ? [.. ((YamlSequenceNode)list).Select(item => ((YamlScalarNode)item).Value!)] : [];

    /// <summary>The environment of a service.</summary>
    public IReadOnlyDictionary<string, string> Environment(string service) =>
        ((YamlMappingNode)_services[service]["environment"]).ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);
}
