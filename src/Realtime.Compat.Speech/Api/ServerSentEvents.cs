using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Realtime.Compat.Speech.Api;

/// <summary>Writes events as OpenAI streams them: one <c>data:</c> line of JSON each, named by the <c>type</c> inside, flushed at once.</summary>
internal static class ServerSentEvents
{
    /// <summary>Announces the stream.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Sends one event.</summary>
    public static async Task SendAsync<T>(HttpResponse response, T content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        byte[] message = [.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(content, type), .. "\n\n"u8];
        await response.Body.WriteAsync(message, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
