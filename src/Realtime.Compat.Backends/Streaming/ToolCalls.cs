using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>Makes tool calls out of what servers send: arguments as an object, as text, as broken text, as nothing.</summary>
internal static partial class ToolCalls
{
    /// <summary>Where a call whose arguments are no JSON object keeps their text, in <see cref="AIContent.AdditionalProperties"/>.</summary>
    public const string RawArguments = "raw_arguments";

    /// <summary>A call whose arguments came as JSON.</summary>
    /// <param name="id">The server's id; one is made where it sent none.</param>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">An object; or a string that holds one; or nothing.</param>
    public static FunctionCallContent Make(string? id, string name, JsonElement arguments) => arguments.ValueKind switch
    {
        JsonValueKind.Object => Make(id, name, arguments.GetRawText()),
        JsonValueKind.String => Make(id, name, JsonText.Of(arguments)),
        JsonValueKind.Null or JsonValueKind.Undefined => Make(id, name, ""),
        _ => Broken(id, name, arguments.GetRawText(), null),
    };

    /// <summary>A call whose arguments came as text. Empty text is an empty object; broken text is kept and marked by an exception.</summary>
    public static FunctionCallContent Make(string? id, string name, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
            return new FunctionCallContent(IdOr(id), name, new Dictionary<string, object?>());
        try
        {
            using var json = JsonDocument.Parse(Mend(arguments));
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return new FunctionCallContent(IdOr(id), name, ToDictionary(json.RootElement));
            return json.RootElement.ValueKind == JsonValueKind.Null ? Make(id, name, "") : Broken(id, name, arguments, null);
        }
        catch (JsonException e)
        {
            return Broken(id, name, arguments, e);
        }
    }

    /// <summary>
    /// Half a surrogate pair, escaped, is JSON that no writer will write again: it would poison every later request of the conversation.
    /// The text keeps its length.
    /// </summary>
    public static string Mend(string arguments) => Escape().Replace(arguments, escape => escape.Groups["half"].Success ? "\\uFFFD" : escape.Value);

    /// <summary>An id for a call that came without one.</summary>
    public static string NewId() => $"call_{Guid.NewGuid():N}"[..29];

    private static string IdOr(string? id) => string.IsNullOrEmpty(id) ? NewId() : id;

    private static Dictionary<string, object?> ToDictionary(JsonElement json)
    {
        var arguments = new Dictionary<string, object?>();
        foreach (var property in json.EnumerateObject())
            arguments[property.Name] = property.Value.Clone();
        return arguments;
    }


    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})")]
    private static partial Regex Escape();

    private static FunctionCallContent Broken(string? id, string name, string raw, Exception? inner) => new(IdOr(id), name, new Dictionary<string, object?>())
    {
        Exception = new BackendException(BackendErrorCodes.Protocol, $"The model called \"{name}\" with arguments that are not a JSON object.", inner),
        AdditionalProperties = new AdditionalPropertiesDictionary { [RawArguments] = raw },
    };
}
