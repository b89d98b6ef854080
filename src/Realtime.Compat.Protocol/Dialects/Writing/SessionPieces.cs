using System.Text.Json;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>Pieces of sessions and responses that look the same in both dialects.</summary>
internal static class SessionPieces
{
    /// <summary>Writes a count of tokens, or <c>"inf"</c>.</summary>
    public static void WriteTokenLimit(this Utf8JsonWriter writer, string name, int? limit)
    {
        if (limit is { } tokens)
            writer.WriteNumber(name, tokens);
        else
            writer.WriteString(name, "inf");
    }

    /// <summary>Writes JSON that a client sent, or null.</summary>
    public static void WriteEcho(this Utf8JsonWriter writer, string name, JsonElement? value)
    {
        writer.WritePropertyName(name);
        if (value is { } element)
            element.WriteTo(writer);
        else
            writer.WriteNullValue();
    }

    /// <summary>Writes a list of strings, or null.</summary>
    public static void WriteStrings(this Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        writer.WritePropertyName(name);
        if (values is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>Writes the functions and MCP servers on offer.</summary>
    public static void WriteTools(this Utf8JsonWriter writer, IReadOnlyList<Tool> tools)
    {
        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            if (tool is McpTool server)
                writer.WriteMcpTool(server);
            else
                writer.WriteFunctionTool((FunctionTool)tool);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a mode's name, or the tool that must be called.</summary>
    public static void WriteToolChoice(this Utf8JsonWriter writer, ToolChoice choice)
    {
        var mode = WireNames<ToolChoiceMode>.Of(choice.Mode);
        if (choice.Mode is not (ToolChoiceMode.Function or ToolChoiceMode.Mcp))
        {
            writer.WriteString("tool_choice", mode);
            return;
        }

        writer.WriteStartObject("tool_choice");
        writer.WriteString("type", mode);
        if (choice.Mode is ToolChoiceMode.Mcp)
            writer.WriteString("server_label", choice.ServerLabel);
        if ((choice.FunctionName ?? choice.McpToolName) is { } name)
            writer.WriteString("name", name);
        writer.WriteEndObject();
    }

    /// <summary>Writes transcription wishes; unset ones as null, as OpenAI fills them in.</summary>
    public static void WriteTranscription(this Utf8JsonWriter writer, string name, Transcription? transcription)
    {
        if (transcription is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("model", transcription.Model);
        writer.WriteString("language", transcription.Language);
        writer.WriteString("prompt", transcription.Prompt);
        if (transcription.Languages is { } languages)
            writer.WriteStrings("languages", languages);
        if (transcription.Keywords is { } keywords)
            writer.WriteStrings("keywords", keywords);
        if (transcription.Delay is { } delay)
            writer.WriteString("delay", delay);
        writer.WriteEndObject();
    }

    /// <summary>Writes where the microphone stands, or null.</summary>
    public static void WriteNoiseReduction(this Utf8JsonWriter writer, string name, NoiseReduction? noiseReduction)
    {
        if (noiseReduction is not { } kind)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("type", WireNames<NoiseReduction>.Of(kind));
        writer.WriteEndObject();
    }

    /// <summary>Writes who ends turns, or null.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="detection">The turn detection.</param>
    /// <param name="kind">Transcription sessions have no responses to create or to interrupt.</param>
    /// <param name="idleTimeout">Whether the dialect knows <c>idle_timeout_ms</c>.</param>
    public static void WriteTurnDetection(this Utf8JsonWriter writer, TurnDetection? detection, SessionKind kind, bool idleTimeout)
    {
        const string Name = "turn_detection";
        if (detection is null)
        {
            writer.WriteNull(Name);
            return;
        }

        writer.WriteStartObject(Name);
        switch (detection)
        {
            case ServerVad vad:
                writer.WriteString("type", "server_vad");
                writer.WriteNumber("threshold", vad.Threshold);
                writer.WriteNumber("prefix_padding_ms", vad.PrefixPaddingMs);
                writer.WriteNumber("silence_duration_ms", vad.SilenceDurationMs);
                if (idleTimeout)
                    writer.WriteNullable("idle_timeout_ms", vad.IdleTimeoutMs);
                break;
            case SemanticVad vad:
                writer.WriteString("type", "semantic_vad");
                writer.WriteString("eagerness", WireNames<Eagerness>.Of(vad.Eagerness));
                break;
            default:
                throw new InvalidOperationException($"The wire has no name for {detection.GetType().Name}.");
        }

        if (kind is SessionKind.Realtime)
        {
            writer.WriteBoolean("create_response", detection.CreateResponse);
            writer.WriteBoolean("interrupt_response", detection.InterruptResponse);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the client's pairs, or null.</summary>
    public static void WriteMetadata(this Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null)
        {
            writer.WriteNull("metadata");
            return;
        }

        writer.WriteStartObject("metadata");
        foreach (var (key, value) in metadata)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteFunctionTool(this Utf8JsonWriter writer, FunctionTool tool)
    {
        writer.WriteString("type", "function");
        writer.WriteString("name", tool.Name);
        if (tool.Description is not null)
            writer.WriteString("description", tool.Description);
        if (tool.Parameters is not null)
            writer.WriteEcho("parameters", tool.Parameters);
    }

    /// <summary>Writes a server without its secrets: who reads a session need not be who set it up.</summary>
    private static void WriteMcpTool(this Utf8JsonWriter writer, McpTool tool)
    {
        writer.WriteString("type", "mcp");
        writer.WriteString("server_label", tool.ServerLabel);
        writer.WriteString("server_url", tool.ServerUrl.OriginalString);
        if (tool.ServerDescription is not null)
            writer.WriteString("server_description", tool.ServerDescription);
        if (tool.AllowedTools is { ReadOnly: null, ToolNames: { } names })
            writer.WriteStrings("allowed_tools", names);
        else
            writer.WriteFilter("allowed_tools", tool.AllowedTools);
        writer.WriteApproval(tool.RequireApproval);
    }

    private static void WriteApproval(this Utf8JsonWriter writer, McpApproval approval)
    {
        if (approval is { AlwaysFor: null, NeverFor: null })
        {
            writer.WriteString("require_approval", approval.IsNever ? "never" : "always");
            return;
        }

        writer.WriteStartObject("require_approval");
        if (approval.AlwaysFor is not null)
            writer.WriteFilter("always", approval.AlwaysFor);
        if (approval.NeverFor is not null)
            writer.WriteFilter("never", approval.NeverFor);
        writer.WriteEndObject();
    }

    private static void WriteFilter(this Utf8JsonWriter writer, string name, McpToolFilter? filter)
    {
        if (filter is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        if (filter.ToolNames is { } names)
            writer.WriteStrings("tool_names", names);
        if (filter.ReadOnly is { } readOnly)
            writer.WriteBoolean("read_only", readOnly);
        writer.WriteEndObject();
    }

    private static void WriteNullable(this Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}
