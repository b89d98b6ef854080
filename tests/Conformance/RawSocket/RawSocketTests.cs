using System.Net.WebSockets;
using System.Text.Json;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance.RawSocket;

/// <summary>What client libraries cannot do or hide: handshakes, both dialects side by side, and messages that are no events.</summary>
[Collection(ServerCollection.Name)]
public sealed class RawSocketTests(ServerFixture fixture) : IAsyncLifetime
{
    private readonly string _logs = fixture.NewLogFolder();

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Whatever a test was about, all that came must fit the schema and the order.</summary>
    public Task DisposeAsync() => EventCheck.AssertAllValidAsync(_logs);

    [LiveTheory(Prerequisite.EnglishSpeech)]
    [InlineData(new string[0], null)]
    [InlineData(new[] { "realtime" }, "realtime")]
    [InlineData(new[] { "realtime", "openai-insecure-api-key.sk-anything", "openai-agents-sdk.0.20.0" }, "realtime")]
    [InlineData(new[] { "something-else" }, null)]
    public async Task The_subprotocol_realtime_is_answered_when_it_is_offered(string[] offered, string? answered)
    {
        await using var socket = await ConnectAsync("ga", options => Array.ForEach(offered, options.AddSubProtocol));
        Assert.Equal(answered, socket.SubProtocol);
        await socket.NextAsync("session.created");
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Browsers_choose_the_beta_dialect_by_subprotocol()
    {
        await using var socket = await ConnectAsync("beta", options => Array.ForEach(["realtime", "openai-insecure-api-key.k", "openai-beta.realtime-v1"], options.AddSubProtocol));

        var created = await socket.NextAsync("session.created");

        Assert.NotNull(created.Find("session.modalities"));
        Assert.Null(created.Find("session.output_modalities"));
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task The_header_of_other_beta_features_does_not_choose_the_beta_dialect()
    {
        await using var socket = await ConnectAsync("ga", options => options.SetRequestHeader("OpenAI-Beta", "assistants=v2"));
        var created = await socket.NextAsync("session.created");
        Assert.Equal("realtime", created["session.type"]);
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Both_dialects_are_spoken_side_by_side()
    {
        await using var ga = await ConnectAsync("ga");
        await using var beta = await ConnectAsync("beta", Beta);
        await Task.WhenAll(ga.AskAsync("the new way"), beta.AskAsync("the old way"));

        await Task.WhenAll(ga.NextAsync("response.done"), beta.NextAsync("response.done"));

        Assert.Contains(ga.Events, received => received.Type == "response.output_audio.delta");
        Assert.Contains(beta.Events, received => received.Type == "response.audio.delta");
        Assert.DoesNotContain(ga.Events, received => received.Type is "response.audio.delta" or "conversation.item.created");
        Assert.DoesNotContain(beta.Events, received => received.Type is "response.output_audio.delta" or "conversation.item.added" or "conversation.item.done");
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Certificate_names_this_machine()
    {
        await using var socket = await RealtimeSocket.ConnectAsync(
            fixture.Server.SessionUrl(tls: true), Log("ga"), options => options.RemoteCertificateValidationCallback = fixture.Server.TrustsItsAuthority());
        await socket.NextAsync("session.created");
    }

    [LiveTheory(Prerequisite.EnglishSpeech)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"session.update"}""")]
    [InlineData("""{"type":"session.update","session":{"type":"realtime","audio":5}}""")]
    [InlineData("""{"type":"input_audio_buffer.append"}""")]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"*** no base64 ***"}""")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"message","role":"nobody","content":[]}}""")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"call_unknown","output":""}}""")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"item_unknown","content_index":0,"audio_end_ms":0}""")]
    [InlineData("""{"type":"response.create","response":{"output_modalities":["smell"]}}""")]
    public async Task A_message_that_is_no_event_is_an_error_and_the_session_lives(string message)
    {
        await using var socket = await ConnectAsync("ga");
        await socket.SendTextAsync(message);

        var error = await socket.NextAsync("error");

        Assert.NotEmpty(error["error.message"]);
        await AssertAliveAsync(socket);
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task A_binary_message_is_an_error_and_the_session_lives()
    {
        await using var socket = await ConnectAsync("ga");
        await socket.SendBytesAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary);
        Assert.Equal("invalid_event", (await socket.NextAsync("error"))["error.code"]);
        await AssertAliveAsync(socket);
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task A_message_in_many_frames_is_one_event()
    {
        await using var socket = await ConnectAsync("ga");
        var append = JsonSerializer.SerializeToUtf8Bytes(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(fixture.Question) });
        await socket.SendAsync(new { type = "session.update", session = new { type = "realtime", audio = new { input = new { turn_detection = (object?)null } } } });
        await socket.NextAsync("session.updated");

        await socket.SendBytesAsync(append, WebSocketMessageType.Text, pieces: 37);
        await socket.SendAsync(new { type = "input_audio_buffer.commit" });

        await socket.NextAsync("input_audio_buffer.committed");
        Assert.DoesNotContain(socket.Events, received => received.Type == "error");
    }

    [LiveTheory(Prerequisite.EnglishSpeech)]
    [InlineData("ga"), InlineData("beta")]
    public async Task Without_a_model_the_client_is_told_and_closed(string dialect)
    {
        await using var socket = await RealtimeSocket.ConnectAsync(fixture.Server.SessionUrl(query: ""), Log(dialect), dialect == "beta" ? Beta : null);

        Assert.Equal("missing_model", (await socket.NextAsync("error"))["error.code"]);

        Assert.Equal((4000, "invalid_request_error.missing_model"), await socket.ClosedAsync());
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task A_transcription_session_transcribes_and_never_answers()
    {
        await using var socket = await RealtimeSocket.ConnectAsync(fixture.Server.SessionUrl("intent=transcription"), Log("ga"));
        var created = await socket.NextAsync("session.created");
        Assert.Equal("transcription", created["session.type"]);
        await socket.SendAsync(new
        {
            type = "session.update",
            session = new { type = "transcription", audio = new { input = new { transcription = new { model = "whisper-1" }, turn_detection = new { type = "server_vad" } } } },
        });
        await socket.NextAsync("session.updated");

        await socket.AppendAsync([.. fixture.Question, .. Pcm.Silence(1500)]);

        var completed = await socket.NextAsync("conversation.item.input_audio_transcription.completed");
        Assert.NotEmpty(completed["transcript"]);
        await AssertAliveAsync(socket);
        Assert.DoesNotContain(socket.Events, received => received.Type.StartsWith("response.", StringComparison.Ordinal));
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Telephone_audio_is_heard_and_spoken()
    {
        await using var socket = await ConnectAsync("ga");
        var format = new { type = "audio/pcmu" };
        await socket.SendAsync(new { type = "session.update", session = new { type = "realtime", audio = new { input = new { format }, output = new { format } } } });
        var updated = await socket.NextAsync("session.updated");
        Assert.Equal("audio/pcmu", updated["session.audio.output.format.type"]);
        await socket.AskAsync("say: One two three four five six seven.");
        var done = await socket.NextAsync("response.done");
        var spoken = socket.AudioOf(done["response.id"]);
        Assert.Equal("completed", done["response.status"]);
        Assert.InRange(spoken.Length / 8, 1000, 10_000);

        // 0xFF is the silence of µ-law.
        await socket.AppendAsync([.. spoken, .. Enumerable.Repeat((byte)0xFF, 8 * 1500)]);

        await socket.NextAsync("input_audio_buffer.committed");
        var answer = await socket.NextAsync("response.done");
        Assert.Equal("completed", answer["response.status"]);
        Assert.StartsWith("You said: ", answer["response.output.0.content.0.transcript"], StringComparison.Ordinal);
    }

    private static void Beta(ClientWebSocketOptions options) => options.SetRequestHeader("OpenAI-Beta", "realtime=v1");

    private static async Task AssertAliveAsync(RealtimeSocket socket)
    {
        await socket.SendAsync(new { type = "input_audio_buffer.clear" });
        await socket.NextAsync("input_audio_buffer.cleared");
    }

    private EventLog Log(string dialect) => new(_logs, Guid.NewGuid().ToString("n"), dialect);

    private Task<RealtimeSocket> ConnectAsync(string dialect, Action<ClientWebSocketOptions>? configure = null) =>
        RealtimeSocket.ConnectAsync(fixture.Server.SessionUrl(), Log(dialect), configure ?? (dialect == "beta" ? Beta : null));
}
