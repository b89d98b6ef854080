using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Compat.LiveServer;
using Xunit.Abstractions;

namespace Realtime.Compat.Browser;

/// <summary>Chromium calls the server, with a key its page's backend minted and a recording as its microphone. The scenarios are in <c>node/scenarios.mjs</c>.</summary>
[Collection(CallingCollection.Name)]
public sealed class ChromiumTests(CallingFixture fixture, ITestOutputHelper output)
{
    private const double Audible = 0.01;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string Node = Path.Combine(Checkout.Root, "tests", "Browser", "node");

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public async Task A_spoken_question_is_understood_and_answered_by_voice()
    {
        var result = await RunAsync("spoken_question_is_answered", questionAfter: TimeSpan.FromSeconds(2));

        Assert.Equal("completed", (string?)result["status"]);
        Assert.Equal(CallingFixture.Answer, (string?)result["answer"]);
        AssertUnderstood((string)result["heard"]!);
        Assert.InRange((double)result["loudest"]!, Audible, 1);
        AssertLength((double)result["spanMs"]!);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| session.created {(double)result["createdAfterMs"]!:0} ms after the microphone was asked for; {(double)result["spanMs"]! / 1000:0.00} s of answer heard in the page, {fixture.AnswerLength.TotalSeconds:0.00} s spoken"));
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public async Task Speaking_over_an_answer_silences_it_and_keeps_what_was_heard()
    {
        var result = await RunAsync("barge_in_cuts_the_answer", questionAfter: TimeSpan.FromSeconds(6));

        Assert.Equal(("cancelled", "turn_detected"), ((string?)result["status"], (string?)result["reason"]));
        Assert.InRange((double)result["loudBefore"]!, Audible, 1);
        Assert.InRange((double)result["loudAfter"]!, 0, Audible / 3);
        // What the server holds for heard against what came out of the page; the network and the jitter buffer lie between.
        Assert.InRange((double)result["heardMs"]! - (double)result["audioEndMs"]!, -500, 500);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| cut {(double)result["clearedAfterSpeechMs"]!:0} ms after speech_started; kept {(double)result["audioEndMs"]!:0} ms, heard {(double)result["heardMs"]!:0} ms"));
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public async Task Clearing_the_output_buffer_silences_the_answer()
    {
        var result = await RunAsync("clearing_stops_what_is_played");

        Assert.InRange((double)result["loudBefore"]!, Audible, 1);
        Assert.InRange((double)result["loudAfter"]!, 0, Audible / 3);
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public Task Hanging_up_frees_the_line_for_the_next_call() => RunAsync("hanging_up_frees_the_line_for_the_next_call");

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public Task Reloading_the_page_ends_its_call() => RunAsync("reloading_the_page_ends_its_call");

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public Task The_backend_can_hang_up() => RunAsync("the_backend_hangs_up");

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public Task A_wrong_key_is_refused_with_a_reason() => RunAsync("a_wrong_key_is_refused_with_a_reason");

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public async Task The_agents_sdk_holds_a_conversation()
    {
        var result = await RunAsync("the_agents_sdk_holds_a_conversation", questionAfter: TimeSpan.FromSeconds(3));

        AssertUnderstood((string)result["heard"]!);
        Assert.StartsWith("rtc_", (string?)result["callId"], StringComparison.Ordinal);
        Assert.InRange((double)result["loudest"]!, Audible, 1);
        Assert.InRange((double)result["loudAfter"]!, 0, Audible / 3);
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Aiortc)]
    public async Task Aiortc_speaks_and_hears_the_answer()
    {
        var logs = fixture.NewLogFolder();
        string[] arguments =
        [
            Path.Combine(Checkout.Root, "tests", "Browser", "aiortc", "caller.py"), fixture.ApiUrl, CallingFixture.ApiKey,
            fixture.Microphone(TimeSpan.FromSeconds(1), rateHz: 48_000), Path.Combine(logs, "aiortc.ga.jsonl"),
        ];
        await using var python = new ChildProcess("/usr/bin/python3", arguments);
        var result = await ResultAsync(python, logs);

        AssertUnderstood((string)result["heard"]!);
        Assert.InRange((double)result["loudest"]!, Audible, 1);
        AssertLength((double)result["spanMs"]!);
    }

    private async Task<JsonObject> RunAsync(string scenario, TimeSpan? questionAfter = null)
    {
        var logs = fixture.NewLogFolder();
        var environment = new Dictionary<string, string?>
        {
            ["REALTIME_URL"] = fixture.ApiUrl,
            ["REALTIME_API_KEY"] = CallingFixture.ApiKey,
            ["REALTIME_CHROMIUM"] = "/usr/bin/chromium",
            ["REALTIME_MICROPHONE"] = fixture.Microphone(questionAfter ?? TimeSpan.FromMinutes(2)),
            ["REALTIME_LOGS"] = logs,
        };
        await using var node = new ChildProcess("node", ["main.mjs", scenario], environment, Node);
        return await ResultAsync(node, logs);
    }

    private async Task<JsonObject> ResultAsync(ChildProcess process, string logs)
    {
        const string Mark = "RESULT ";
        var status = await process.ExitAsync(Patience);
        Assert.True(status == 0, $"{process.Output}\n--- the server's last words:\n{fixture.Server.Output}");
        await EventCheck.AssertAllValidAsync(logs);
        var line = process.Output.Split('\n').Last(line => line.StartsWith(Mark, StringComparison.Ordinal));
        output.WriteLine(line);
        return JsonSerializer.Deserialize<JsonObject>(line[Mark.Length..])!;
    }

    /// <summary>The recogniser that needs no download gets a fifth to a third of the words wrong: half of them must be there.</summary>
    private static void AssertUnderstood(string heard)
    {
        var words = heard.ToLowerInvariant().Split([' ', '.', ',', '?'], StringSplitOptions.RemoveEmptyEntries);
        var asked = CallingFixture.Question.ToLowerInvariant().TrimEnd('?').Split(' ');
        Assert.True(asked.Count(words.Contains) * 2 >= asked.Length, $"Of \"{CallingFixture.Question}\" it heard \"{heard}\".");
    }

    private void AssertLength(double heardMs) => Assert.InRange(heardMs, fixture.AnswerLength.TotalMilliseconds * 0.93 - 150, fixture.AnswerLength.TotalMilliseconds * 1.07 + 150);
}
