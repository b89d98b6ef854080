using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests;

/// <summary>The wire of a whole conversation, judged by the protocol's own schema.</summary>
public sealed class SchemaTests
{
    [SchemaTheory]
    [InlineData("ga", """{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""")]
    [InlineData("beta", """{"type":"session.update","session":{"input_audio_transcription":{"model":"whisper-1"}}}""")]
    public async Task Every_event_of_a_conversation_is_in_the_schema_and_in_order(string dialect, string update)
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(
            app, "?model=gpt-4o-realtime-preview", configure: options => options.SetRequestHeader("OpenAI-Beta", dialect == "beta" ? "realtime=v1" : "assistants=v2"));
        await client.SendAsync(update);
        await client.AppendAsync(ms: 600, amplitude: 8_000);
        await client.AppendAsync(ms: 1_000, amplitude: 0);
        await client.NextAsync("response.done");
        await client.SendAsync("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}}""");
        await client.SendAsync("""{"type":"response.create"}""");
        await client.NextAsync("response.done");
        await client.SendAsync("""{"type":"response.cancel","event_id":"e1"}""");
        await client.SendAsync([0], System.Net.WebSockets.WebSocketMessageType.Binary, end: true);
        await client.NextAsync("error");
        await client.NextAsync("error");

        foreach (var serverEvent in client.Events)
            await SchemaValidator.AssertValidAsync(dialect, "server", serverEvent);
        await SchemaValidator.AssertOrderAsync(client.Events);
    }
}
