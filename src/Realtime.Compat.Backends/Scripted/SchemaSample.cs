using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>
/// Makes a value that satisfies a JSON schema, from the user's words where there is a choice: types, enums, const, default, required, nested objects and
/// arrays, numeric and length limits, formats, references, anyOf. Always the same value for the same schema and words. Not honoured: `pattern`
/// beyond trying the user's words, `not`, `if`.
/// </summary>
internal sealed class SchemaSample
{
    /// <summary>Below this depth only what is required is made, so that recursive schemas end.</summary>
    private const int MaxGenerousDepth = 3;
    private const int MaxDepth = 16;
    private const int MaxItems = 64;

    private readonly SchemaNode _schemas;
    private readonly UserWords _words;

    private SchemaSample(JsonNode? root, UserWords words) => (_schemas, _words) = (new SchemaNode(root), words);

    /// <summary>A value for a schema.</summary>
    /// <param name="schema">The schema; anything but an object is taken as "anything".</param>
    /// <param name="userText">What the user said last.</param>
    public static JsonNode? Make(JsonElement schema, string userText)
    {
        var root = schema.ValueKind == JsonValueKind.Object ? JsonNode.Parse(schema.GetRawText()) : new JsonObject();
        return new SchemaSample(root, new UserWords(userText)).Value(root, "value", 0, 0);
    }

    private JsonNode? Value(JsonNode? schema, string name, int depth, int variant)
    {
        var flat = _schemas.Flatten(schema);
        if (flat.TryGetPropertyValue("const", out var only))
            return only?.DeepClone();
        if (flat["enum"] is JsonArray { Count: > 0 } choices)
            return Choose(choices, flat["default"], variant);
        if (variant == 0 && flat["default"] is { } usual)
            return usual.DeepClone();
        return TypeOf(flat) switch
        {
            "object" => Object(flat, depth, variant),
            "array" => Array(flat, name, depth),
            "integer" => SchemaNumber.Make(flat, _words, whole: true, variant),
            "number" => SchemaNumber.Make(flat, _words, whole: false, variant),
            "boolean" => JsonValue.Create(variant % 2 == 0 ? !_words.SaysNo : _words.SaysNo),
            "null" => null,
            _ => JsonValue.Create(SchemaString.Make(flat, _words, name, variant)),
        };
    }

    private JsonNode? Choose(JsonArray choices, JsonNode? usual, int variant)
    {
        var said = choices.FirstOrDefault(c => c is JsonValue v && v.TryGetValue<string>(out var text) && _words.Says(text.Replace('_', ' ')));
        var first = said ?? choices.FirstOrDefault(c => usual is not null && JsonNode.DeepEquals(c, usual)) ?? choices[0];
        return choices[(choices.IndexOf(first) + variant) % choices.Count]?.DeepClone();
    }

    private static string TypeOf(JsonObject schema)
    {
        if (schema["type"] is JsonValue type && type.TryGetValue<string>(out var name))
            return name;
        if (schema["type"] is JsonArray types)
            return types.OfType<JsonValue>().Select(t => t.ToString()).FirstOrDefault(t => t != "null") ?? "null";
        if (schema["properties"] is not null || schema["required"] is not null || schema["additionalProperties"] is not null)
            return "object";
        if (schema["items"] is not null || schema["prefixItems"] is not null || schema["minItems"] is not null)
            return "array";
        return schema["minimum"] is not null || schema["maximum"] is not null || schema["multipleOf"] is not null
            || schema["exclusiveMinimum"] is not null || schema["exclusiveMaximum"] is not null ? "number" : "string";
    }

    private JsonObject Object(JsonObject schema, int depth, int variant)
    {
        var made = new JsonObject();
        if (depth >= MaxDepth)
            return made;
        var properties = schema["properties"] as JsonObject ?? [];
        var required = (schema["required"] as JsonArray)?.OfType<JsonValue>().Select(r => r.ToString()).Distinct().ToList() ?? [];
        // A tool without required arguments was still meant to get some.
        var wanted = required.Count == 0 && depth < MaxGenerousDepth ? properties.Select(p => p.Key).ToList() : required;
        var least = (int)Math.Min(SchemaNode.Number(schema["minProperties"]) ?? 0, MaxItems);
        var most = SchemaNode.Number(schema["maxProperties"]) ?? int.MaxValue;
        foreach (var name in wanted.Concat(properties.Select(p => p.Key).Where(_ => wanted.Count < least)).Distinct())
        {
            if (made.Count >= most || (made.Count >= Math.Max(least, wanted.Count) && !wanted.Contains(name)))
                break;
            made[name] = Value(properties[name] ?? schema["additionalProperties"], name, depth + 1, variant);
        }

        for (var extra = 1; made.Count < least; extra++)
            made[$"property{extra}"] = Value(schema["additionalProperties"], $"property{extra}", depth + 1, variant);
        return made;
    }

    private JsonArray Array(JsonObject schema, string name, int depth)
    {
        var made = new JsonArray();
        var fixedItems = schema["prefixItems"] as JsonArray ?? schema["items"] as JsonArray;
        var rest = schema["items"] is JsonArray ? schema["additionalItems"] : schema["items"];
        var least = (int)Math.Min(SchemaNode.Number(schema["minItems"]) ?? 0, MaxItems);
        var most = (int)Math.Min(SchemaNode.Number(schema["maxItems"]) ?? int.MaxValue, int.MaxValue);
        var generous = depth < MaxGenerousDepth ? Math.Max(1, fixedItems?.Count ?? 0) : 0;
        var restIsForbidden = rest is JsonValue no && no.TryGetValue<bool>(out var allowed) && !allowed;
        var count = Math.Min(Math.Max(least, generous), restIsForbidden ? Math.Min(most, fixedItems?.Count ?? 0) : most);
        var mustDiffer = schema["uniqueItems"] is JsonValue unique && unique.TryGetValue<bool>(out var differ) && differ;
        var variant = 0;
        for (var i = 0; i < count && depth < MaxDepth; i++)
        {
            var item = fixedItems is not null && i < fixedItems.Count ? fixedItems[i] : rest;
            var value = Value(item, name, depth + 1, variant++);
            while (mustDiffer && variant < 2 * MaxItems && made.Any(other => JsonNode.DeepEquals(other, value)))
                value = Value(item, name, depth + 1, variant++);
            made.Add(value);
        }

        return made;
    }
}
