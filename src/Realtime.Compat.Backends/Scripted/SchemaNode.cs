using System.Text.Json.Nodes;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>Takes JSON schemas apart: references resolved, `allOf` and the first fitting `anyOf` or `oneOf` folded in.</summary>
internal sealed class SchemaNode(JsonNode? root)
{
    private const int MaxFolds = 32;

    /// <summary>A schema without references and combinations, as a fresh object. A boolean or broken schema is an empty one.</summary>
    public JsonObject Flatten(JsonNode? schema)
    {
        var flat = schema is JsonObject map ? (JsonObject)map.DeepClone() : [];
        for (var folds = 0; folds < MaxFolds; folds++)
        {
            if (Take(flat, "$ref") is JsonValue reference && reference.TryGetValue<string>(out var pointer))
                Merge(flat, Resolve(pointer));
            else if (Take(flat, "allOf") is JsonArray all)
                all.ToList().ForEach(part => Merge(flat, part));
            else if ((Take(flat, "anyOf") ?? Take(flat, "oneOf")) is JsonArray { Count: > 0 } any)
                Merge(flat, any.FirstOrDefault(option => !IsNull(option)) ?? any[0]);
            else
                break;
        }

        return flat;
    }

    private static JsonNode? Take(JsonObject schema, string name)
    {
        var value = schema[name];
        schema.Remove(name);
        return value;
    }

    private static bool IsNull(JsonNode? option) => option is JsonObject map && map["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "null";

    private static void Merge(JsonObject into, JsonNode? from)
    {
        if (from is not JsonObject map)
            return;
        foreach (var (name, value) in map)
        {
            switch (name)
            {
                case "properties" when into[name] is JsonObject mine && value is JsonObject theirs:
                    foreach (var (property, schema) in theirs)
                        mine[property] = mine[property] is { } both ? new JsonObject { ["allOf"] = new JsonArray(both.DeepClone(), schema?.DeepClone()) } : schema?.DeepClone();
                    break;
                case "required" when into[name] is JsonArray mine && value is JsonArray theirs:
                    foreach (var property in theirs)
                        mine.Add(property?.DeepClone());
                    break;
                case "minimum" or "exclusiveMinimum" or "minLength" or "minItems" when Number(into[name]) is { } mine && Number(value) is { } theirs:
                    into[name] = Math.Max(mine, theirs);
                    break;
                case "maximum" or "exclusiveMaximum" or "maxLength" or "maxItems" when Number(into[name]) is { } mine && Number(value) is { } theirs:
                    into[name] = Math.Min(mine, theirs);
                    break;
                case "enum" when into[name] is JsonArray mine && value is JsonArray theirs:
                    into[name] = new JsonArray([.. mine.Where(m => theirs.Any(t => JsonNode.DeepEquals(m, t))).Select(m => m?.DeepClone())]);
                    break;
                case "allOf" when into[name] is JsonArray mine && value is JsonArray theirs:
                    foreach (var part in theirs)
                        mine.Add(part?.DeepClone());
                    break;
                default:
                    into[name] = value?.DeepClone();
                    break;
            }
        }
    }

    /// <summary>A JSON number as a decimal; null for anything else and for what no decimal can hold.</summary>
    public static decimal? Number(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.Number)
            return null;
        return decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>What a local reference ("#/$defs/place") points at; null for others.</summary>
    private JsonNode? Resolve(string pointer)
    {
        if (!pointer.StartsWith('#'))
            return null;
        var at = root;
        foreach (var step in pointer[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                JsonObject map => map[name],
                JsonArray list when int.TryParse(name, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return at;
    }
}
