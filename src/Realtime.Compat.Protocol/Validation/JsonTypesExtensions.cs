using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>Words and values.</summary>
internal static class JsonTypesExtensions
{
    /// <summary>The kind that a word of the schema names.</summary>
    /// <exception cref="FormatException">There is no such kind.</exception>
    public static JsonTypes Parse(string? name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => throw new FormatException($"\"{name}\" is no type of JSON."),
    };

    /// <summary>All kinds that a value is of; 1.0 is an integer, as the standard has it.</summary>
    public static JsonTypes Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => double.IsInteger(json.GetDouble()) ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.Object => JsonTypes.Object,
        _ => JsonTypes.None,
    };

    /// <summary>The words for a set of kinds, as a sentence lists them.</summary>
    public static string Describe(this JsonTypes types) =>
        string.Join(" or ", Enum.GetValues<JsonTypes>().Where(type => type is not JsonTypes.None && types.HasFlag(type)).Select(type => type.ToString().ToLowerInvariant()));
}
