using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>Reads a script. JSON is a part of YAML, so one parser reads both. Every mistake is named with its line.</summary>
internal sealed class ScriptReader
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(250);
    private readonly string _file;

    private ScriptReader(string file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScriptException">The file cannot be opened or is no script.</exception>
    public static Script ReadFile(string path)
    {
        try
        {
            return Read(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScriptException(path, 0, "the script cannot be opened", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="file">What mistakes call it.</param>
    /// <param name="text">YAML or JSON.</param>
    /// <exception cref="ScriptException">The text is no script.</exception>
    public static Script Read(string file, string text)
    {
        var reader = new ScriptReader(file);
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new ScriptException(file, e.Start.Line, $"this is neither YAML nor JSON ({e.Message.TrimEnd('.')})", e);
        }

        return yaml.Documents.Count == 0 ? Script.Empty : reader.ReadScript(yaml.Documents[0].RootNode);
    }

    private Script ReadScript(YamlNode root)
    {
        var fields = Fields(root, "the script", "rules", "hear", "first_token_delay_ms", "token_delay_ms");
        var rules = fields.TryGetValue("rules", out var list)
            ? (list as YamlSequenceNode ?? throw Wrong(list, "rules must be a list")).Select(ReadRule).ToList()
            : [];
        return new Script
        {
            Rules = rules,
            Hearings = fields.TryGetValue("hear", out var hear)
                ? (hear as YamlSequenceNode ?? throw Wrong(hear, "hear must be a list")).Select(ReadHearing).ToList()
                : [],
            FirstTokenDelay = Delay(fields, "first_token_delay_ms") ?? TimeSpan.Zero,
            TokenDelay = Delay(fields, "token_delay_ms") ?? TimeSpan.Zero,
        };
    }

    private ScriptHearing ReadHearing(YamlNode node)
    {
        var fields = Fields(node, "an entry of hear", "tone_hz", "min_ms", "max_ms", "text");
        return new ScriptHearing
        {
            ToneHz = Whole(fields, "tone_hz", min: 100),
            MinMs = Whole(fields, "min_ms", min: 0),
            MaxMs = Whole(fields, "max_ms", min: 0),
            Text = Text(fields, "text") ?? throw Wrong(node, "an entry of hear needs a text"),
        };
    }

    private ScriptRule ReadRule(YamlNode node)
    {
        var fields = Fields(
            node, "a rule", "text", "pattern", "turn", "offers", "after_tool", "reply", "words", "call", "error", "first_token_delay_ms", "token_delay_ms");
        var rule = new ScriptRule
        {
            Text = Text(fields, "text"),
            Pattern = Pattern(fields),
            Turn = Whole(fields, "turn", min: 1),
            Offers = Text(fields, "offers"),
            AfterTool = Text(fields, "after_tool"),
            Reply = Text(fields, "reply"),
            Words = Whole(fields, "words", min: 1),
            Calls = fields.TryGetValue("call", out var call) ? ReadCalls(call) : [],
            Error = fields.TryGetValue("error", out var error) ? ReadError(error) : null,
            FirstTokenDelay = Delay(fields, "first_token_delay_ms"),
            TokenDelay = Delay(fields, "token_delay_ms"),
        };
        if (rule.Reply is null && rule.Words is null && rule.Calls.Count == 0 && rule.Error is null)
            throw Wrong(node, "a rule needs one of reply, words, call, error");
        if (rule.Reply is not null && rule.Words is not null)
            throw Wrong(fields["words"], "a rule has either reply or words");
        return rule;
    }

    private List<ScriptCall> ReadCalls(YamlNode node) =>
        node is YamlSequenceNode several ? several.Select(ReadCall).ToList() : [ReadCall(node)];

    private ScriptCall ReadCall(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } name })
            return new ScriptCall(name, null);
        var fields = Fields(node, "a call", "name", "arguments");
        return new ScriptCall(
            Text(fields, "name") ?? throw Wrong(node, "a call needs the name of a tool"),
            fields.TryGetValue("arguments", out var arguments) ? ToJson(arguments) as JsonObject ?? throw Wrong(arguments, "arguments must be a map") : null);
    }

    private ScriptError ReadError(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } message })
            return new ScriptError(BackendErrorCodes.Scripted, message);
        var fields = Fields(node, "an error", "code", "message");
        return new ScriptError(Text(fields, "code") ?? BackendErrorCodes.Scripted, Text(fields, "message") ?? "The script says that this call fails.");
    }

    private Dictionary<string, YamlNode> Fields(YamlNode node, string what, params ReadOnlySpan<string> known)
    {
        if (node is not YamlMappingNode map)
            throw Wrong(node, $"{what} must be a map of fields");
        var fields = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name))
                throw Wrong(key, $"{what} has no field \"{name}\"; it may have {string.Join(", ", known.ToArray())}");
            fields[name] = value;
        }

        return fields;
    }

    private string? Text(Dictionary<string, YamlNode> fields, string name) =>
        !fields.TryGetValue(name, out var node) ? null : (node as YamlScalarNode)?.Value ?? throw Wrong(node, $"{name} must be a text");

    private int? Whole(Dictionary<string, YamlNode> fields, string name, int min) =>
        Text(fields, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= min && number <= 1_000_000 ? number
        : throw Wrong(fields[name], $"{name} must be a whole number from {min} to 1000000, not \"{text}\"");

    private TimeSpan? Delay(Dictionary<string, YamlNode> fields, string name) =>
        Whole(fields, name, min: 0) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private Regex? Pattern(Dictionary<string, YamlNode> fields)
    {
        if (Text(fields, "pattern") is not { } pattern)
            return null;
        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException e)
        {
            throw Wrong(fields["pattern"], $"pattern is not a regular expression ({e.Message.TrimEnd('.')})");
        }
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create((c.Key as YamlScalarNode)?.Value ?? "", ToJson(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } plain => Plain(plain.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => null,
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    private ScriptException Wrong(YamlNode node, string reason) => new(_file, node.Start.Line, reason);
}
