using System.Text.Json;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>
/// Reads JSON Schema 2020-12, as much of it as the protocol's schema uses, and refuses the rest: a keyword that is passed over would
/// let wrong events pass.
/// </summary>
/// <param name="definitions">The schema's <c>$defs</c>.</param>
internal sealed class SchemaReader(JsonElement definitions)
{
    private const string ReferencePrefix = "#/$defs/";

    private readonly Dictionary<string, SchemaNode> _named = [];

    /// <summary>A definition, with all that it refers to.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="FormatException">There is none, or a keyword in it is unknown.</exception>
    public SchemaNode Definition(string name)
    {
        if (_named.TryGetValue(name, out var known))
            return known;
        if (definitions.Find(name) is not { } json)
            throw new FormatException($"The schema has no $defs/{name}.");

        // Known before it is read: definitions refer to themselves.
        var node = new SchemaNode { Name = name };
        _named.Add(name, node);
        Fill(node, json);
        return node;
    }

    private SchemaNode Read(JsonElement json, string name)
    {
        var node = new SchemaNode { Name = name };
        Fill(node, json);
        return node;
    }

    private void Fill(SchemaNode node, JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            node.AllowsAny = json.ValueKind is JsonValueKind.True;
            return;
        }

        foreach (var keyword in json.EnumerateObject())
            Fill(node, keyword.Name, keyword.Value);
    }

    private void Fill(SchemaNode node, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "$ref":
                node.Reference = Definition(NameOf(value));
                break;
            case "type":
                node.Types = value.ValueKind is JsonValueKind.Array
                    ? value.EnumerateArray().Aggregate(JsonTypes.None, (types, type) => types | JsonTypesExtensions.Parse(type.GetString()))
                    : JsonTypesExtensions.Parse(value.GetString());
                break;
            case "enum":
                node.Values = [.. value.EnumerateArray().Select(each => each.Clone())];
                break;
            case "const":
                node.Values = [value.Clone()];
                break;
            case "required":
                node.Required = [.. value.EnumerateArray().Select(name => name.GetString()!)];
                break;
            case "properties":
                node.Properties = value.EnumerateObject().ToDictionary(property => property.Name, property => ReadProperty(node, property));
                break;
            case "additionalProperties":
                node.AdditionalProperties = Read(value, $"{node.Name}/{keyword}");
                break;
            case "items":
                node.Items = Read(value, $"{node.Name}/{keyword}");
                break;
            case "minItems":
                node.MinItems = value.GetInt32();
                break;
            case "maxLength":
                node.MaxLength = value.GetInt32();
                break;
            case "minimum":
                node.Minimum = value.GetDouble();
                break;
            case "maximum":
                node.Maximum = value.GetDouble();
                break;
            case "pattern":
                node.Pattern = new Regex(Anchored(value.GetString()!), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
                break;
            case "allOf":
                node.AllOf = Branches(node, keyword, value);
                break;
            case "anyOf":
                node.AnyOf = Branches(node, keyword, value);
                break;
            case "oneOf":
                node.OneOf = Branches(node, keyword, value);
                break;
            case "title" or "description" or "default" or "format" or "$comment":
                break;
            default:
                throw new FormatException($"The schema uses the keyword \"{keyword}\" in {node.Name}, which is not understood here.");
        }
    }

    /// <summary>OpenAI's schema lists OpenAI's models; a server of one's own has its own.</summary>
    private SchemaNode ReadProperty(SchemaNode owner, JsonProperty property)
    {
        var node = Read(property.Value, $"{owner.Name}.{property.Name}");
        if (property.Name is "model")
        {
            foreach (var branch in (IEnumerable<SchemaNode>)[node, .. node.AnyOf ?? []])
                branch.Values = null;
        }

        return node;
    }

    private SchemaNode[] Branches(SchemaNode owner, string keyword, JsonElement value) =>
        [.. value.EnumerateArray().Select((branch, at) => Read(branch, $"{owner.Name}/{keyword}/{at}"))];

    private static string NameOf(JsonElement reference) =>
        reference.GetString() is { } text && text.StartsWith(ReferencePrefix, StringComparison.Ordinal)
            ? text[ReferencePrefix.Length..]
            : throw new FormatException($"The schema refers to {reference}, which is not under {ReferencePrefix}.");

    /// <summary>In ECMAScript, which schemas are written for, <c>$</c> is the very end; in .NET a newline may follow it.</summary>
    private static string Anchored(string pattern) => pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? $"{pattern[..^1]}\\z" : pattern;
}
