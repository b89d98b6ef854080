using System.Text;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;
using Realtime.Compat.Server.CommandLine;
using Realtime.Compat.Server.CommandLine.Replay;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests;

/// <summary>`realtime replay`: what it finds in a log, and how it says so.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Schema = "protocol/realtime.lenient.schema.json";
    private const string Created = """{"type":"session.created","event_id":"e1","session":{"type":"realtime"}}""";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SharedDataTheory(Schema)]
    [InlineData("good_ga.jsonl", "24 events (ga, with the schema): 0 with faults")]
    [InlineData("good_beta.jsonl", "18 events (beta, with the schema): 0 with faults")]
    [InlineData("good_client_ga.jsonl", "6 events (ga, with the schema): 0 with faults")]
    public async Task Good_samples_pass_and_show_their_dialect(string sample, string summary)
    {
        var (valid, lines) = await ReplayAsync(File.ReadAllText(Sample(sample)), dialect: null, SharedSchema());

        Assert.True(valid, string.Join('\n', lines));
        Assert.Equal([summary], lines);
    }

    [SharedDataTheory(Schema)]
    [InlineData("bad_ga.jsonl", 8)]
    [InlineData("bad_client_ga.jsonl", 4)]
    public async Task Every_event_of_a_bad_sample_is_found_wrong(string sample, int events)
    {
        var (valid, lines) = await ReplayAsync(File.ReadAllText(Sample(sample)), Dialect.Ga, SharedSchema());

        Assert.False(valid);
        Assert.Equal($"{events} events (ga, with the schema): {events} with faults", lines[^1]);
        Assert.All(Enumerable.Range(1, events), number => Assert.Contains(lines, line => line.StartsWith($"{number}: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_fault_is_told_with_its_line_its_sender_and_its_event()
    {
        var (valid, lines) = await ReplayAsync($$$$"""
            # a comment, and an empty line

            {"dir":"s","event":{{{{Created}}}}}
            {"dir":"c","event":{"type":"conversation.item.delete"}}
            {"dir":"s","event":{"type":"input_audio_buffer.speech_stopped","item_id":"item_1"}}
            {"dir":"x","event":{"type":"error"}}
            {"type":
            """);

        Assert.False(valid);
        Assert.Equal("4: c conversation.item.delete: refused: Missing required parameter: 'item_id'. (item_id)", lines[0]);
        Assert.Equal("5: s input_audio_buffer.speech_stopped: order: speech_stopped without speech_started", lines[1]);
        Assert.Equal("6: ? error: dir is neither s nor c", lines[2]);
        Assert.StartsWith("7: -: not JSON: ", lines[3], StringComparison.Ordinal);
        Assert.Equal("5 events (ga, without a schema): 4 with faults", lines[4]);
    }

    [Fact]
    public async Task A_response_that_the_log_does_not_finish_is_missed()
    {
        var (valid, lines) = await ReplayAsync(Created + "\n" + """{"type":"response.created","response":{"id":"resp_1","status":"in_progress"}}""");

        Assert.False(valid);
        Assert.Equal(["end: response resp_1 has no response.done", "2 events (ga, without a schema): 0 with faults, 1 missing"], lines);
    }

    [Fact]
    public async Task The_clients_events_are_read_in_the_dialect_that_the_server_s_events_show()
    {
        const string BetaUpdate = """{"type":"session.update","session":{"modalities":["text"]}}""";

        Assert.True((await ReplayAsync($$$"""{"type":"session.created","session":{}}{{{"\n"}}}{{{BetaUpdate}}}""")).Valid);
        Assert.False((await ReplayAsync($"{Created}\n{BetaUpdate}")).Valid);
    }

    [Fact]
    public async Task What_is_printed_cannot_steer_a_terminal_and_is_of_bounded_length()
    {
        string[] log =
        [
            Created,
            """{"type":"\u001b[2J\u202e","previous_item_id":1}""",
            """{"type":"conversation.item.added","previous_item_id":"…","item":{"id":"\u0007"}}""".Replace("…", new string('x', 500), StringComparison.Ordinal),
        ];

        var (_, lines) = await ReplayAsync(string.Join('\n', log));

        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 401));
    }

    [Fact]
    public async Task Hostile_bytes_are_faults_and_nothing_else()
    {
        var random = new Random(5);
        var seeds = new[] { Created, """{"dir":"s","event":{"type":"response.created","response":{"id":"\ud800"}}}""", """{"type":"input_audio_buffer.append","audio":"AAAA"}""" };
        var log = new MemoryStream();
        for (var i = 0; i < 3_000; i++)
        {
            var line = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var changes = random.Next(4); changes > 0; changes--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            log.Write(line);
            log.WriteByte((byte)'\n');
        }

        log.Write(Encoding.UTF8.GetBytes(new string('[', 100_000)));
        log.Position = 0;
        var output = new StringWriter();

        Assert.False(await ReplayCommand.CheckAsync(log, null, null, output, CancellationToken.None));
    }

    [Fact]
    public async Task A_line_without_end_is_passed_over()
    {
        using var log = new MemoryStream();
        log.Write(Encoding.UTF8.GetBytes(Created + "\n{\"type\":\""));
        log.Write(Encoding.UTF8.GetBytes(new string('x', EventLog.MaxLineBytes + (1 << 20))));
        log.Write("\"}\n{\"type\":\"error\"}"u8);
        log.Position = 0;
        var output = new StringWriter();

        Assert.False(await ReplayCommand.CheckAsync(log, null, null, output, CancellationToken.None));

        Assert.Equal(["2: -: longer than 64 MiB", "3 events (ga, without a schema): 1 with faults"], LinesOf(output));
    }

    [Fact]
    public async Task The_exit_code_tells_a_good_log_from_a_bad_one_and_from_none()
    {
        var good = Write("good.jsonl", """{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        var bad = Write("bad.jsonl", """{"type":"no.such"}""");

        Assert.Equal(0, await RealtimeCommand.RunAsync(["replay", good]));
        Assert.Equal(0, await RealtimeCommand.RunAsync(["replay", good, "--dialect", "beta"]));
        Assert.Equal(1, await RealtimeCommand.RunAsync(["replay", bad]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", _directory["absent.jsonl"]]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", good, "--schema", _directory["absent.json"]]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", good, "--schema", bad]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", good, "--dialect", "gamma"]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", good, "surplus"]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", good, "--surplus"]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay"]));
        Assert.Equal(2, await RealtimeCommand.RunAsync(["replay", _directory.Root]));
    }

    private static string Sample(string name) => SharedData.PathOf("protocol", "samples", name);

    private static EventSchema SharedSchema() => EventSchemaFile.Read(SharedData.PathOf(Schema.Split('/')));

    private static async Task<(bool Valid, string[] Lines)> ReplayAsync(string log, Dialect? dialect = null, EventSchema? schema = null)
    {
        var output = new StringWriter();
        var valid = await ReplayCommand.CheckAsync(new MemoryStream(Encoding.UTF8.GetBytes(log)), dialect, schema, output, CancellationToken.None);
        return (valid, LinesOf(output));
    }

    private static string[] LinesOf(StringWriter output) => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private string Write(string name, string text)
    {
        File.WriteAllText(_directory[name], text);
        return _directory[name];
    }
}
