using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>Reads tool calls that a model printed as text, in the shapes models were trained on (Hermes, Qwen, Llama, Qwen-coder).</summary>
internal static partial class PrintedToolCall
{
    /// <summary>The calls in a printed block: a JSON object, an array of them, or `&lt;function=name&gt;&lt;parameter=key&gt;value`. Empty when it is none.</summary>
    public static IReadOnlyList<FunctionCallContent> Read(string block, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        var text = block.Trim();
        if (text.StartsWith("<function=", StringComparison.Ordinal))
            return FromTags(text, tools);
        try
        {
            using var json = JsonDocument.Parse(text);
            var items = json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : new[] { json.RootElement };
            var calls = items.Select(item => TryRead(item, tools)).OfType<FunctionCallContent>().ToList();
            return calls.Count == items.Length ? calls : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>{"name","arguments"|"parameters"}, or the same inside "function"; null unless it names an offered tool.</summary>
    public static FunctionCallContent? TryRead(JsonElement json, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        if (json.TryGetProperty("function", out var inner) && inner.ValueKind == JsonValueKind.Object)
            json = inner;
        if (!json.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || tools.All(t => t.Name != name.GetString()))
            return null;
        return json.TryGetProperty("arguments", out var arguments) || json.TryGetProperty("parameters", out arguments)
            ? ToolCalls.Make(null, name.GetString()!, arguments)
            : null;
    }

    private static IReadOnlyList<FunctionCallContent> FromTags(string text, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        var name = FunctionName().Match(text).Groups[1].Value.Trim();
        if (tools.FirstOrDefault(t => t.Name == name) is not { } tool)
            return [];
        var arguments = new Dictionary<string, object?>();
        foreach (Match parameter in Parameter().Matches(text))
            arguments[parameter.Groups[1].Value.Trim()] = Value(tool, parameter.Groups[1].Value.Trim(), parameter.Groups[2].Value.Trim('\r', '\n'));
        return [new FunctionCallContent(ToolCalls.NewId(), name, arguments)];
    }

    /// <summary>The value is bare text; only the schema tells whether "5" is a number.</summary>
    private static object Value(AIFunctionDeclaration tool, string name, string text)
    {
        var isText = tool.JsonSchema.ValueKind == JsonValueKind.Object
            && tool.JsonSchema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty(name, out var schema) && schema.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "string";
        if (isText)
            return text;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    [GeneratedRegex("^<function=([^>]*)>")]
    private static partial Regex FunctionName();

    [GeneratedRegex("<parameter=([^>]*)>(.*?)(?:</parameter>|(?=<parameter=)|(?=</function>)|$)", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
