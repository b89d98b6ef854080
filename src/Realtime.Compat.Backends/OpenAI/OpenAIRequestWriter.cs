using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>Writes the body of `POST /v1/chat/completions`.</summary>
internal static class OpenAIRequestWriter
{
    /// <summary>Fields that some server refuses and none needs.</summary>
    public static readonly IReadOnlyList<string> OptionalFields =
    [
        "max_completion_tokens", "max_tokens", "temperature", "top_p", "reasoning_effort", "chat_template_kwargs", "stream_options",
        "parallel_tool_calls", "response_format", "frequency_penalty", "presence_penalty", "seed",
    ];

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="settings">Whether thinking is wanted.</param>
    /// <param name="isRefused">Whether this server has refused a field before.</param>
    /// <exception cref="BackendException">The prompt holds content that the protocol has no place for.</exception>
    public static byte[] Write(ChatCallRequest request, ChatBackendOptions settings, Func<string, bool> isRefused)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("model", request.Model);
            json.WriteStartArray("messages");
            foreach (var message in request.Messages)
                WriteMessage(json, message);
            json.WriteEndArray();
            json.WriteBoolean("stream", true);
            WriteTools(json, request, isRefused);
            WriteOptional(json, request with { Temperature = Unless("temperature", request.Temperature), TopP = Unless("top_p", request.TopP) }, settings, isRefused);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();

        float? Unless(string field, float? value) => isRefused(field) ? null : value;
    }

    private static void WriteOptional(Utf8JsonWriter json, ChatCallRequest request, ChatBackendOptions settings, Func<string, bool> isRefused)
    {
        if (!isRefused("stream_options"))
        {
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        }

        // Half of the servers know one of these names, half the other.
        foreach (var field in (ReadOnlySpan<string>)["max_tokens", "max_completion_tokens"])
        {
            if (!isRefused(field))
                json.WriteNumber(field, request.MaxOutputTokens);
        }

        if (!isRefused("reasoning_effort") && (settings.Think ? EffortOf(request.Options.Reasoning?.Effort) : "none") is { } effort)
            json.WriteString("reasoning_effort", effort);
        if (!settings.Think && !isRefused("chat_template_kwargs"))
        {
            json.WriteStartObject("chat_template_kwargs");
            json.WriteBoolean("enable_thinking", false);
            json.WriteEndObject();
        }

        var options = request.Options.Clone();
        if (isRefused("seed"))
            options.Seed = null;
        if (isRefused("frequency_penalty"))
            options.FrequencyPenalty = null;
        if (isRefused("presence_penalty"))
            options.PresencePenalty = null;
        SamplingWriter.Write(json, request with { Options = options });
        if (request.Tools.Count > 0 && options.AllowMultipleToolCalls is { } several && !isRefused("parallel_tool_calls"))
            json.WriteBoolean("parallel_tool_calls", several);
    }

    /// <summary>OpenAI's word for an effort; null when the caller leaves it to the model.</summary>
    private static string? EffortOf(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };

    private static void WriteTools(Utf8JsonWriter json, ChatCallRequest request, Func<string, bool> isRefused)
    {
        // A forced answer is plain JSON by grammar; servers refuse to combine a grammar with tools.
        if (request.AnswerSchema is { } schema)
        {
            if (isRefused("response_format"))
                return;
            json.WriteStartObject("response_format");
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", "call");
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
            return;
        }

        if (request.Tools.Count == 0)
            return;
        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
            ToolWriter.Write(json, tool);
        json.WriteEndArray();
        // llama.cpp takes only words here; with one tool offered, "required" names it.
        if (request.MustCall)
            json.WriteString("tool_choice", "required");
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WriteString("content", ChatText.Of(result));
            json.WriteEndObject();
        }

        var text = ChatText.Of(message);
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        var parts = message.Contents.Where(c => c is DataContent or UriContent).ToList();
        if (text.Length == 0 && calls.Count == 0 && parts.Count == 0)
            return;

        json.WriteStartObject();
        json.WriteString("role", ChatText.RoleOf(message));
        if (parts.Count == 0)
            json.WriteString("content", text);
        else
            WriteParts(json, message);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
                WriteCall(json, call);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartArray("content");
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    json.WriteStartObject();
                    json.WriteString("type", "text");
                    json.WriteString("text", text.Text);
                    json.WriteEndObject();
                    break;
                case DataContent data when data.HasTopLevelMediaType("image"):
                    WriteImage(json, data.Uri);
                    break;
                case UriContent link when link.HasTopLevelMediaType("image"):
                    WriteImage(json, link.Uri.AbsoluteUri);
                    break;
                case DataContent or UriContent:
                    throw new BackendException(BackendErrorCodes.UnsupportedContent, "The chat server takes text and images, and nothing else.");
            }
        }

        json.WriteEndArray();
    }

    private static void WriteImage(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        json.WriteString("url", url);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        var arguments = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(arguments, Relaxed))
            ChatText.WriteArguments(inner, call);
        json.WriteStartObject();
        json.WriteString("id", call.CallId);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", Encoding.UTF8.GetString(arguments.WrittenSpan));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
