using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>Reads chat messages as text.</summary>
internal static class ChatText
{
    /// <summary>The text of a message, parts on lines of their own; thoughts are left out.</summary>
    public static string Of(ChatMessage message) => string.Join('\n', message.Contents.OfType<TextContent>().Select(t => t.Text).Where(t => t.Length > 0));

    /// <summary>A tool's result as text: as it is, or as JSON.</summary>
    public static string Of(FunctionResultContent result) => result.Result switch
    {
        string text => text,
        null => result.Exception is null ? "" : $"Error: {result.Exception.Message}",
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => json.GetRawText(),
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions),
    };

    /// <summary>The role on the wire. "developer" is unknown to most chat templates, which would drop the message: it is "system".</summary>
    public static string RoleOf(ChatMessage message) => message.Role == ChatRole.User ? "user" : message.Role == ChatRole.Assistant ? "assistant" : "system";

    /// <summary>A call's arguments as a JSON object.</summary>
    public static void WriteArguments(Utf8JsonWriter json, FunctionCallContent call)
    {
        json.WriteStartObject();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            json.WritePropertyName(name);
            if (value is JsonElement element)
                element.WriteTo(json);
            else
                JsonSerializer.Serialize(json, value, AIJsonUtilities.DefaultOptions);
        }

        json.WriteEndObject();
    }
}
