using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Ollama;

/// <summary>Writes the body of `POST /api/chat`.</summary>
internal static class OllamaRequestWriter
{
    /// <summary>What Ollama decodes; GIF and others are refused by it with a 400.</summary>
    private static readonly string[] ImageTypes = ["image/jpeg", "image/jpg", "image/png", "image/webp"];
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of a request for an answer.</summary>
    /// <exception cref="BackendException">The prompt holds content that Ollama cannot take.</exception>
    public static byte[] Write(ChatCallRequest request, ChatBackendOptions settings) => Body(json =>
    {
        WriteHead(json, request.Model, settings);
        json.WriteStartArray("messages");
        var names = new Dictionary<string, string>();
        foreach (var message in request.Messages)
            WriteMessage(json, message, names);
        json.WriteEndArray();

        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (var tool in request.Tools)
                ToolWriter.Write(json, tool);
            json.WriteEndArray();
        }

        if (request.AnswerSchema is { } schema)
        {
            json.WritePropertyName("format");
            schema.WriteTo(json);
        }

        WriteOptions(json, settings, request.MaxOutputTokens, request);
    });

    /// <summary>The body that loads a model without asking it anything: the same context length as every call, or the next one would reload it.</summary>
    public static byte[] WriteLoad(ChatBackendOptions settings) => Body(json =>
    {
        WriteHead(json, settings.Model, settings);
        json.WriteStartArray("messages");
        json.WriteEndArray();
        WriteOptions(json, settings, settings.MaxOutputTokens, request: null);
    });

    private static byte[] Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHead(Utf8JsonWriter json, string model, ChatBackendOptions settings)
    {
        json.WriteString("model", model);
        json.WriteBoolean("stream", true);
        json.WriteBoolean("think", settings.Think);
        // Without these two, Ollama drops the oldest messages, or the middle of the answer's context, and says nothing.
        json.WriteBoolean("truncate", false);
        json.WriteBoolean("shift", false);
        json.WriteNumber("keep_alive", settings.KeepAlive);
    }

    private static void WriteOptions(Utf8JsonWriter json, ChatBackendOptions settings, int maxOutputTokens, ChatCallRequest? request)
    {
        json.WriteStartObject("options");
        json.WriteNumber("num_ctx", settings.ContextLength);
        json.WriteNumber("num_predict", maxOutputTokens);
        SamplingWriter.Write(json, request);
        if (request?.Options.TopK is { } topK)
            json.WriteNumber("top_k", topK);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message, Dictionary<string, string> names)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("content", ChatText.Of(result));
            if (names.TryGetValue(result.CallId, out var name))
                json.WriteString("tool_name", name);
            json.WriteString("tool_call_id", result.CallId);
            json.WriteEndObject();
        }

        var text = ChatText.Of(message);
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        var images = Images(message);
        if (text.Length == 0 && calls.Count == 0 && images.Count == 0)
            return;

        json.WriteStartObject();
        json.WriteString("role", ChatText.RoleOf(message));
        json.WriteString("content", text);
        if (images.Count > 0)
        {
            json.WriteStartArray("images");
            foreach (var image in images)
                json.WriteBase64StringValue(image.Data.Span);
            json.WriteEndArray();
        }

        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                names[call.CallId] = call.Name;
                WriteCall(json, call);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        json.WriteStartObject();
        json.WriteString("id", call.CallId);
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WritePropertyName("arguments");
        ChatText.WriteArguments(json, call);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static List<DataContent> Images(ChatMessage message)
    {
        var images = message.Contents.OfType<DataContent>().ToList();
        if (images.FirstOrDefault(i => !ImageTypes.Contains(i.MediaType, StringComparer.OrdinalIgnoreCase)) is { } other)
            throw new BackendException(BackendErrorCodes.UnsupportedContent, $"Ollama cannot take {other.MediaType}: send images as JPEG, PNG or WebP.");
        if (message.Contents.OfType<UriContent>().Any())
            throw new BackendException(BackendErrorCodes.UnsupportedContent, "Ollama does not fetch images from the web: send the image itself.");
        return images;
    }
}
