using Realtime.Compat.Testing;

namespace Realtime.Compat.Client.Tests;

public sealed class AnswerReaderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const string Completed = """{"type":"response.done","response":{"status":"completed","status_details":null}}""";

    [Fact]
    public async Task A_spoken_answer_has_its_words_its_voice_and_what_was_heard_even_after_its_end()
    {
        await using var server = await StandInServer.StartAsync(
        [
            """{"type":"response.output_audio_transcript.delta","delta":"Good "}""",
            """{"type":"response.output_audio.delta","delta":"AAECAw=="}""",
            """{"type":"response.output_audio_transcript.delta","delta":"day."}""",
            """{"type":"response.output_audio.delta","delta":"BAU="}""",
            Completed,
            """{"type":"conversation.item.input_audio_transcription.completed","transcript":"hello"}""",
        ]);
        await using var connection = await ConnectAsync(server, "sk-1");
        var words = new List<string>();

        await connection.SendAsync(ClientEvents.CreateResponse(), CancellationToken.None);
        var answer = await new AnswerReader(connection, new FakeTimeProvider()) { OnWords = words.Add }.ReadAsync(0, awaitsTranscript: true, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal("Good day.", answer.Text);
        Assert.Equal(["Good ", "day."], words);
        Assert.Equal([0, 1, 2, 3, 4, 5], answer.Audio.ToArray());
        Assert.Equal("hello", answer.Heard);
        Assert.Equal("completed", answer.Status);
        Assert.NotNull(answer.FirstSound);
        Assert.Equal("sess_1", connection.Session.GetProperty("id").GetString());
        Assert.Equal("Bearer sk-1", server.Authorization);
    }

    [Fact]
    public async Task A_failed_answer_says_why_and_calls_are_shown()
    {
        await using var server = await StandInServer.StartAsync(
        [
            """{"type":"response.function_call_arguments.done","name":"get_weather","arguments":"{\"city\":\"Paris\"}"}""",
            """{"type":"response.done","response":{"status":"failed","status_details":{"error":{"code":"x","message":"The model is away."}}}}""",
        ]);
        await using var connection = await ConnectAsync(server);

        await connection.SendAsync(ClientEvents.CreateResponse(), CancellationToken.None);
        var answer = await new AnswerReader(connection, new FakeTimeProvider()).ReadAsync(0, awaitsTranscript: false, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(("failed", "The model is away."), (answer.Status, answer.Reason));
        Assert.Equal(["get_weather({\"city\":\"Paris\"})"], answer.Calls);
    }

    [Fact]
    public async Task An_error_and_a_closed_connection_are_one_sentence_each()
    {
        await using var refusing = await StandInServer.StartAsync(["""{"type":"error","error":{"message":"Not like this."}}"""]);
        Assert.Equal("The server says: Not like this.", await FailureAsync(refusing));

        await using var closing = await StandInServer.StartAsync([]);
        Assert.Equal("The server closed the connection (enough).", await FailureAsync(closing));
    }

    [Theory]
    [InlineData(401, "does not let this client in (HTTP 401): show a key with --key or OPENAI_API_KEY.")]
    [InlineData(503, "is too busy (HTTP 503): try again later.")]
    [InlineData(404, "answers HTTP 404 and no WebSocket: is it a Realtime API?")]
    public async Task A_refused_connection_is_one_sentence(int status, string sentence)
    {
        await using var server = await StandInServer.StartAsync([], status);
        var failure = await Assert.ThrowsAsync<RealtimeClientException>(() => ConnectAsync(server));
        Assert.EndsWith(sentence, failure.Message, StringComparison.Ordinal);
    }

    private static Task<RealtimeConnection> ConnectAsync(StandInServer server, string? key = null) =>
        RealtimeConnection.ConnectAsync(server.Address, new RealtimeConnectionOptions { ApiKey = key, Timeout = Patience }, CancellationToken.None);

    private static async Task<string> FailureAsync(StandInServer server)
    {
        await using var connection = await ConnectAsync(server);
        await connection.SendAsync(ClientEvents.CreateResponse(), CancellationToken.None);
        var reading = new AnswerReader(connection, new FakeTimeProvider()).ReadAsync(0, awaitsTranscript: false, CancellationToken.None);
        return (await Assert.ThrowsAsync<RealtimeClientException>(() => reading.WaitAsync(Patience))).Message;
    }
}
