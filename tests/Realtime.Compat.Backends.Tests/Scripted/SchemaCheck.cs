using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.Backends.Tests.Scripted;

/// <summary>A small JSON schema validator, written apart from the sampler it judges.</summary>
internal static class SchemaCheck
{
    /// <summary>Where a value breaks its schema; null when it does not.</summary>
    public static string? Mistake(JsonNode? value, JsonNode? schema, JsonNode root, string at = "$")
    {
        if (schema is not JsonObject rules)
            return schema is JsonValue flag && flag.TryGetValue<bool>(out var allowed) && !allowed ? $"{at}: nothing is allowed here" : null;
        if (rules["$ref"] is { } reference)
        {
            var target = reference.ToString()[1..].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (node, step) => node[step]!);
            if (Mistake(value, target, root, at) is { } inside)
                return inside;
        }

        foreach (var part in rules["allOf"] as JsonArray ?? [])
        {
            if (Mistake(value, part, root, at) is { } inside)
                return inside;
        }

        if (rules["anyOf"] is JsonArray any && any.All(option => Mistake(value, option, root, at) is not null))
            return $"{at}: none of anyOf";
        if (rules.ContainsKey("const") && !JsonNode.DeepEquals(value, rules["const"]))
            return $"{at}: not the const";
        if (rules["enum"] is JsonArray choices && !choices.Any(c => JsonNode.DeepEquals(c, value)))
            return $"{at}: not in the enum";
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (rules["type"] is { } type && !(type is JsonArray types ? types.Select(t => t!.ToString()) : [type.ToString()]).Any(t => IsType(t, kind, value)))
            return $"{at}: {kind} is not {type.ToJsonString()}";
        return kind switch
        {
            JsonValueKind.Object => ObjectMistake((JsonObject)value!, rules, root, at),
            JsonValueKind.Array => ArrayMistake((JsonArray)value!, rules, root, at),
            JsonValueKind.String => TextMistake(value!.ToString(), rules, at),
            JsonValueKind.Number => NumberMistake(Number(value)!.Value, rules, at),
            _ => null,
        };
    }

    private static bool IsType(string type, JsonValueKind kind, JsonNode? value) => type switch
    {
        "object" => kind == JsonValueKind.Object,
        "array" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "number" => kind == JsonValueKind.Number,
        "integer" => kind == JsonValueKind.Number && Number(value) is { } n && n == decimal.Truncate(n),
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "null" => kind == JsonValueKind.Null,
        _ => false,
    };

    private static string? ObjectMistake(JsonObject value, JsonObject rules, JsonNode root, string at)
    {
        foreach (var required in rules["required"] as JsonArray ?? [])
        {
            if (!value.ContainsKey(required!.ToString()))
                return $"{at}: lacks {required}";
        }

        if (value.Count < (Number(rules["minProperties"]) ?? 0))
            return $"{at}: too few properties";
        foreach (var (name, inner) in value)
        {
            var declared = rules["properties"]?[name];
            if (declared is null && rules["additionalProperties"] is JsonValue no && no.TryGetValue<bool>(out var allowed) && !allowed)
                return $"{at}: {name} is not declared";
            if (Mistake(inner, declared ?? rules["additionalProperties"], root, $"{at}.{name}") is { } mistake)
                return mistake;
        }

        return null;
    }

    private static string? ArrayMistake(JsonArray value, JsonObject rules, JsonNode root, string at)
    {
        if (value.Count < (Number(rules["minItems"]) ?? 0) || value.Count > (Number(rules["maxItems"]) ?? decimal.MaxValue))
            return $"{at}: {value.Count} items";
        if (rules["uniqueItems"]?.ToString() == "true" && value.Select(v => v?.ToJsonString()).Distinct().Count() != value.Count)
            return $"{at}: items repeat";
        return value.Select((item, i) => Mistake(item, rules["items"], root, $"{at}[{i}]")).FirstOrDefault(m => m is not null);
    }

    private static string? TextMistake(string value, JsonObject rules, string at)
    {
        var length = value.EnumerateRunes().Count();
        if (length < (Number(rules["minLength"]) ?? 0) || length > (Number(rules["maxLength"]) ?? decimal.MaxValue))
            return $"{at}: length {length}";
        var isFormed = rules["format"]?.ToString() switch
        {
            "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _) && value.Contains('T', StringComparison.Ordinal),
            "email" => value.Contains('@', StringComparison.Ordinal),
            "uri" => Uri.IsWellFormedUriString(value, UriKind.Absolute),
            "uuid" => Guid.TryParseExact(value, "D", out _),
            "ipv4" => IPAddress.TryParse(value, out _) && value.Count(c => c == '.') == 3,
            _ => true,
        };
        return isFormed ? null : $"{at}: {value} is not of format {rules["format"]}";
    }

    private static string? NumberMistake(decimal value, JsonObject rules, string at)
    {
        var fits = value >= (Number(rules["minimum"]) ?? decimal.MinValue) && value <= (Number(rules["maximum"]) ?? decimal.MaxValue)
            && !(value <= Number(rules["exclusiveMinimum"])) && !(value >= Number(rules["exclusiveMaximum"]))
            && (Number(rules["multipleOf"]) is not { } step || value % step == 0);
        return fits ? null : $"{at}: {value} is out of {rules.ToJsonString()}";
    }

    private static decimal? Number(JsonNode? node) => node is null ? null : decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
