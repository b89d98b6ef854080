using System.Text.Json.Nodes;

namespace Realtime.Compat.Client;

/// <summary>The events a client needs for a turn.</summary>
public static class ClientEvents
{
    /// <summary>Bytes of audio in one append: 100 ms at 24 kHz.</summary>
    public const int AppendBytes = 4_800;

    /// <summary><c>response.create</c>.</summary>
    public static JsonObject CreateResponse() => new() { ["type"] = "response.create" };

    /// <summary><c>input_audio_buffer.commit</c>.</summary>
    public static JsonObject Commit() => new() { ["type"] = "input_audio_buffer.commit" };

    /// <summary><c>input_audio_buffer.clear</c>.</summary>
    public static JsonObject ClearInput() => new() { ["type"] = "input_audio_buffer.clear" };

    /// <summary><c>response.cancel</c>.</summary>
    public static JsonObject Cancel() => new() { ["type"] = "response.cancel" };

    /// <summary><c>input_audio_buffer.append</c>.</summary>
    /// <param name="pcm16">24 kHz mono PCM16.</param>
    public static JsonObject Append(ReadOnlySpan<byte> pcm16) => new() { ["type"] = "input_audio_buffer.append", ["audio"] = Convert.ToBase64String(pcm16) };

    /// <summary><c>conversation.item.truncate</c>.</summary>
    /// <param name="itemId">The assistant's message.</param>
    /// <param name="audioEndMs">How much of its audio was heard.</param>
    public static JsonObject Truncate(string itemId, int audioEndMs) =>
        new() { ["type"] = "conversation.item.truncate", ["item_id"] = itemId, ["content_index"] = 0, ["audio_end_ms"] = audioEndMs };

    /// <summary>A user's message in writing.</summary>
    /// <param name="text">What the user writes.</param>
    public static JsonObject Write(string text) => new()
    {
        ["type"] = "conversation.item.create",
        ["item"] = new JsonObject
        {
            ["type"] = "message",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
        },
    };

    /// <summary><c>session.update</c>.</summary>
    /// <param name="inWriting">Whether answers are wanted in writing.</param>
    /// <param name="handsFree">Whether the server ends turns; else the client does.</param>
    /// <param name="voice">Voice of the answers; null for the server's own.</param>
    /// <param name="instructions">System prompt; null for the server's own.</param>
    public static JsonObject Configure(bool inWriting, bool handsFree, string? voice, string? instructions)
    {
        var session = new JsonObject
        {
            ["type"] = "realtime",
            ["output_modalities"] = new JsonArray(inWriting ? "text" : "audio"),
            ["audio"] = new JsonObject
            {
                ["input"] = new JsonObject
                {
                    ["transcription"] = new JsonObject { ["model"] = "whisper-1" },
                    ["turn_detection"] = handsFree ? new JsonObject { ["type"] = "server_vad" } : null,
                },
            },
        };
        if (voice is not null)
            session["audio"]!["output"] = new JsonObject { ["voice"] = voice };
        if (instructions is not null)
            session["instructions"] = instructions;
        return new JsonObject { ["type"] = "session.update", ["session"] = session };
    }
}
