using System.Text.Json;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class ConversationTests
{
    private const string Ask = """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}}""";

    [Fact]
    public async Task A_written_question_is_answered_in_writing()
    {
        await using var app = await RealtimeApp.StartAsync(new ScriptedChat { Reply = "Good day." });
        await using var client = await TestClient.OpenAsync(app);

        await client.SendAsync(Ask);
        await client.SendAsync("""{"type":"response.create","response":{"output_modalities":["text"]}}""");

        var done = await client.NextAsync("response.done");
        Assert.Equal("completed", done.GetProperty("response").GetProperty("status").GetString());
        Assert.Equal("Good day.", TextOf(client, "response.output_text.delta"));
        Assert.Contains("conversation.item.added", client.Events.Select(TestClient.TypeOf));
    }

    [Fact]
    public async Task The_operators_limit_holds_for_all_sessions()
    {
        await using var app = await RealtimeApp.StartAsync(new ScriptedChat { Reply = "Good day." }, configure: options => options.RateLimits.RequestsPerMinute = 1);
        await using var first = await TestClient.OpenAsync(app);
        await first.SendAsync("""{"type":"response.create","response":{"output_modalities":["text"]}}""");
        var limit = (await first.NextAsync("rate_limits.updated")).GetProperty("rate_limits")[0];
        Assert.Equal(("requests", 1, 0), (limit.GetProperty("name").GetString(), limit.GetProperty("limit").GetInt32(), limit.GetProperty("remaining").GetInt32()));

        await using var second = await TestClient.OpenAsync(app);
        await second.SendAsync("""{"type":"response.create"}""");
        var response = (await second.NextAsync("response.done")).GetProperty("response");
        Assert.Equal("failed", response.GetProperty("status").GetString());
        Assert.Equal("rate_limit_exceeded", response.GetProperty("status_details").GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_beta_client_hears_beta_names_only()
    {
        await using var app = await RealtimeApp.StartAsync(new ScriptedChat { Reply = "Good day." });
        await using var client = await TestClient.OpenAsync(app, configure: options => options.SetRequestHeader("OpenAI-Beta", "assistants=v2, realtime=v1"));

        await client.SendAsync(Ask);
        await client.SendAsync("""{"type":"response.create","response":{"modalities":["text"]}}""");

        await client.NextAsync("response.done");
        Assert.Equal("Good day.", TextOf(client, "response.text.delta"));
        var types = client.Events.Select(TestClient.TypeOf).ToHashSet();
        Assert.Contains("conversation.item.created", types);
        Assert.DoesNotContain("conversation.item.added", types);
        Assert.DoesNotContain("conversation.item.done", types);
    }

    [Fact]
    public async Task A_spoken_question_is_heard_and_answered_aloud()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);
        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""");

        await client.AppendAsync(ms: 600, amplitude: 8_000);
        await client.AppendAsync(ms: 1_000, amplitude: 0);

        await client.NextAsync("response.done");
        var types = client.Events.Select(TestClient.TypeOf).ToList();
        string[] order =
        [
            "session.created", "session.updated", "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "response.created", "response.output_audio.delta", "response.done",
        ];
        Assert.Equal(order, types.Where(order.Contains).Distinct());
        var heard = client.Events.Single(e => TestClient.TypeOf(e) == "conversation.item.input_audio_transcription.completed");
        Assert.Equal(ScriptedEars.Words, heard.GetProperty("transcript").GetString());
        Assert.Equal(9_600, client.Events.Where(e => TestClient.TypeOf(e) == "response.output_audio.delta").Sum(e => e.GetProperty("delta").GetBytesFromBase64().Length));
    }

    [Fact]
    public async Task A_transcription_session_transcribes_and_never_answers()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app, "?intent=transcription");
        await client.SendAsync("""{"type":"session.update","session":{"type":"transcription","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""");

        await client.AppendAsync(ms: 600, amplitude: 8_000);
        await client.AppendAsync(ms: 1_000, amplitude: 0);

        await client.NextAsync("conversation.item.input_audio_transcription.completed");
        Assert.Equal("transcription", client.Events[0].GetProperty("session").GetProperty("type").GetString());
        Assert.DoesNotContain("response.created", client.Events.Select(TestClient.TypeOf));
    }

    [Fact]
    public async Task Two_sessions_know_nothing_of_each_other()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var one = await TestClient.OpenAsync(app);
        await using var two = await TestClient.OpenAsync(app);
        Assert.Equal(2, app.ActiveSessions);

        await Task.WhenAll(AskAsync(one), AskAsync(two));

        Assert.NotEqual(SessionIdOf(one), SessionIdOf(two));
        Assert.Single(one.Events, e => TestClient.TypeOf(e) == "response.done");
        Assert.Single(two.Events, e => TestClient.TypeOf(e) == "response.done");
        Assert.Empty(one.Events.Select(EventIdOf).Intersect(two.Events.Select(EventIdOf)));

        static async Task AskAsync(TestClient client)
        {
            await client.SendAsync(Ask);
            await client.SendAsync("""{"type":"response.create"}""");
            await client.NextAsync("response.done");
        }
    }

    private static string TextOf(TestClient client, string deltas) =>
        string.Concat(client.Events.Where(e => TestClient.TypeOf(e) == deltas).Select(e => e.GetProperty("delta").GetString()));

    private static string SessionIdOf(TestClient client) => client.Events[0].GetProperty("session").GetProperty("id").GetString()!;

    private static string EventIdOf(JsonElement serverEvent) => serverEvent.GetProperty("event_id").GetString()!;
}
