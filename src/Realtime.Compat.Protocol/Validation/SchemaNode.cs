using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>One schema, ready to judge. Absent keywords are null or empty and let everything pass.</summary>
internal sealed class SchemaNode
{
    /// <summary>The schema's name, or its place; for finding it again.</summary>
    public required string Name { get; init; }

    /// <summary>False for the schema <c>false</c>, which nothing fits.</summary>
    public bool AllowsAny { get; set; } = true;

    public SchemaNode? Reference { get; set; }

    public JsonTypes? Types { get; set; }

    public IReadOnlyList<JsonElement>? Values { get; set; }

    public IReadOnlyList<string> Required { get; set; } = [];

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; set; } = new Dictionary<string, SchemaNode>();

    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? Items { get; set; }

    public int? MinItems { get; set; }

    public int? MaxLength { get; set; }

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public Regex? Pattern { get; set; }

    public IReadOnlyList<SchemaNode> AllOf { get; set; } = [];

    public IReadOnlyList<SchemaNode>? AnyOf { get; set; }

    public IReadOnlyList<SchemaNode>? OneOf { get; set; }

    /// <summary>Whether a value fits.</summary>
    public bool Fits(JsonElement json) =>
        AllowsAny
        && Reference?.Fits(json) is not false
        && FitsType(json)
        && FitsValues(json)
        && AllOf.All(schema => schema.Fits(json))
        && (AnyOf is null || AnyOf.Any(schema => schema.Fits(json)))
        && (OneOf is null || OneOf.Count(schema => schema.Fits(json)) == 1)
        && json.ValueKind switch
        {
            JsonValueKind.Object => FitsObject(json),
            JsonValueKind.Array => FitsArray(json),
            JsonValueKind.String => FitsText(json),
            JsonValueKind.Number => FitsRange(json.GetDouble()),
            _ => true,
        };

    public bool FitsType(JsonElement json) => Types is not { } types || (types & JsonTypesExtensions.Of(json)) != 0;

    public bool FitsValues(JsonElement json) => Values is null || Values.Any(value => JsonElement.DeepEquals(value, json));

    public bool FitsRange(double number) => !(number < Minimum) && !(number > Maximum);

    public bool FitsLength(JsonElement json) => MaxLength is not { } max || TextOf(json).EnumerateRunes().Count() <= max;

    public bool FitsPattern(JsonElement json) => Pattern?.IsMatch(TextOf(json)) is not false;

    /// <summary>Properties that only <see cref="AdditionalProperties"/> speaks of.</summary>
    public IEnumerable<JsonProperty> Additional(JsonElement json) => json.EnumerateObject().Where(property => !Properties.ContainsKey(property.Name));

    private bool FitsObject(JsonElement json)
    {
        foreach (var name in Required)
        {
            if (!json.TryGetProperty(name, out _))
                return false;
        }

        foreach (var (name, schema) in Properties)
        {
            if (json.TryGetProperty(name, out var value) && !schema.Fits(value))
                return false;
        }

        return AdditionalProperties is not { } additional || Additional(json).All(property => additional.Fits(property.Value));
    }

    private bool FitsArray(JsonElement json) =>
        !(json.GetArrayLength() < MinItems) && (Items is not { } items || json.EnumerateArray().All(items.Fits));

    private bool FitsText(JsonElement json) => FitsLength(json) && FitsPattern(json);

    /// <summary>Halves of surrogate pairs make a text that cannot be read; it counts as empty here, and is refused where JSON is read.</summary>
    private static string TextOf(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
