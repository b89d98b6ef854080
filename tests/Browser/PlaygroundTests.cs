using Realtime.Compat.LiveServer;
using Xunit.Abstractions;

namespace Realtime.Compat.Browser;

/// <summary>The page to talk to, used as a person would. The scenarios are in <c>node/visits.mjs</c>; what the page looked like lies in <c>TestResults/playground</c>.</summary>
[Collection(CallingCollection.Name)]
public sealed class PlaygroundTests(CallingFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Long enough for a microphone in which nothing is said.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(120);

    private static readonly string Node = Path.Combine(Checkout.Root, "tests", "Browser", "node");

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    [InlineData("talking_by_websocket", 2)]
    [InlineData("talking_by_webrtc", 2)]
    [InlineData("speaking_over_an_answer", 9)]
    [InlineData("speaking_over_an_answer_on_a_call", 9)]
    [InlineData("speaking_without_interrupting", 3)]
    [InlineData("push_to_talk_by_the_space_bar", 2)]
    [InlineData("by_keyboard_alone", 3)]
    [InlineData("a_tool_runs_in_the_page", 120)]
    [InlineData("the_user_answers_for_any_other_tool", 120)]
    [InlineData("the_user_decides_about_calls_of_mcp_tools", 120)]
    [InlineData("an_image_goes_with_the_words", 120)]
    [InlineData("a_saved_log_is_shown_again", 120)]
    [InlineData("a_long_session_is_saved_whole", 120)]
    [InlineData("both_languages_and_a_telephones_width", 120)]
    [InlineData("settings_reach_the_session_as_typed", 120)]
    [InlineData("a_wrong_key_is_told", 120)]
    [InlineData("a_key_of_any_characters_opens_a_socket", 120)]
    [InlineData("what_is_open_stays_open_while_the_server_warms_up", 120)]
    [InlineData("a_refused_microphone_is_told", 120)]
    [InlineData("plain_http_from_another_machine", 120)]
    [InlineData("a_server_that_was_away_is_reached_again", 120)]
    [InlineData("a_call_that_cannot_connect_is_told", 120)]
    public async Task The_page_does_what_its_user_wants(string scenario, int questionAfterSeconds)
    {
        var logs = fixture.NewLogFolder();
        await using var node = Visit(scenario, logs, fixture.Server, TimeSpan.FromSeconds(questionAfterSeconds));
        await AssertEndedWellAsync(node, fixture.Server);
        await EventCheck.AssertAllValidAsync(logs);
        output.WriteLine(node.Output.Split('\n').Last(line => line.StartsWith("RESULT ", StringComparison.Ordinal)));
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    public async Task The_page_says_that_its_server_ended_and_what_to_do()
    {
        await using var server = await RunningServer.StartAsync("--Realtime:ApiKeys:0", CallingFixture.ApiKey);
        await using var node = Visit("a_lost_server_is_told", fixture.NewLogFolder(), server, Never);
        await node.LineAsync(line => line == "CONNECTED", Patience);
        await server.StopAsync();
        await AssertEndedWellAsync(node, server);
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Chromium, Prerequisite.NodeClient)]
    public async Task The_programs_of_the_code_tab_run_as_pasted()
    {
        var logs = fixture.NewLogFolder();
        // The browser's runs while the page is visited, and hears the question.
        await using (var node = Visit("the_code_tab_shows_programs", logs, fixture.Server, TimeSpan.FromSeconds(3)))
            await AssertEndedWellAsync(node, fixture.Server);

        await AssertSaysAsync("dotnet", ["run", Named("talk.cs")], logs, CallingFixture.Answer);
        if (Programs.Has("python3"))
            await AssertSaysAsync("python3", ["-c", "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read()); print('It parses.')", Named("talk.py")], logs, "It parses.");
        // Beside the packages, since that is where Node.js looks for them.
        var folder = Path.Combine(Checkout.Root, "tests", "Conformance", "node");
        var script = Path.Combine(folder, $"snippet-{Path.GetRandomFileName()}.mjs");
        try
        {
            File.Copy(Path.Combine(logs, "talk.mjs.txt"), script);
            await AssertSaysAsync("node", [script], folder, CallingFixture.Answer);
        }
        finally
        {
            File.Delete(script);
        }

        string Named(string name)
        {
            var path = Path.Combine(logs, name);
            File.Move(path + ".txt", path);
            return path;
        }
    }

    private ChildProcess Visit(string scenario, string logs, RunningServer server, TimeSpan questionAfter)
    {
        var screenshots = Directory.CreateDirectory(Path.Combine(Checkout.Root, "TestResults", "playground")).FullName;
        var environment = new Dictionary<string, string?>
        {
            ["REALTIME_URL"] = server.Url.ToString(),
            ["REALTIME_TLS_URL"] = server.TlsUrl.ToString(),
            ["REALTIME_API_KEY"] = CallingFixture.ApiKey,
            ["REALTIME_UNUSUAL_API_KEY"] = CallingFixture.UnusualApiKey,
            ["REALTIME_CHROMIUM"] = "/usr/bin/chromium",
            ["REALTIME_MICROPHONE"] = fixture.Microphone(questionAfter),
            ["REALTIME_HOLD_MS"] = "6000",
            ["REALTIME_LOGS"] = logs,
            ["REALTIME_SCREENSHOTS"] = screenshots,
        };
        return new ChildProcess("node", ["playground.mjs", scenario], environment, Node);
    }

    private static async Task AssertEndedWellAsync(ChildProcess node, RunningServer server)
    {
        var status = await node.ExitAsync(Patience);
        Assert.True(status == 0, $"{node.Output}\n--- the server's last words:\n{server.Output}");
    }

    private async Task AssertSaysAsync(string program, string[] arguments, string folder, string words)
    {
        var environment = new Dictionary<string, string?>
        {
            ["OPENAI_API_KEY"] = CallingFixture.ApiKey,
            ["NODE_EXTRA_CA_CERTS"] = fixture.Server.AuthorityPath,
            // No compiler stays behind.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };
        await using var process = new ChildProcess(program, arguments, environment, folder);
        var status = await process.ExitAsync(Patience);
        Assert.True(status == 0, process.Output);
        Assert.Contains(words, process.Output, StringComparison.Ordinal);
    }
}
