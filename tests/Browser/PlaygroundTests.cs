using Realtime.Compat.LiveServer;
using Xunit.Abstractions;

namespace Realtime.Compat.Browser;

/// <summary>The page to talk to, used as a person would. The scenarios are in <c>node/playground.mjs</c>; what the page looked like lies in <c>TestResults/playground</c>.</summary>
[Collection(CallingCollection.Name)]
public sealed class PlaygroundTests(CallingFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string Node = Path.Combine(Checkout.Root, "tests", "Browser", "node");

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    [InlineData("talking_by_websocket", 2)]
    [InlineData("talking_by_webrtc", 2)]
    [InlineData("speaking_over_an_answer", 9)]
    [InlineData("by_keyboard_alone", 3)]
    [InlineData("a_tool_runs_in_the_page", 120)]
    [InlineData("a_saved_log_is_shown_again", 120)]
    [InlineData("both_languages_and_a_telephones_width", 120)]
    [InlineData("a_wrong_key_is_told", 120)]
    public async Task The_page_does_what_its_user_wants(string scenario, int questionAfterSeconds)
    {
        var logs = fixture.NewLogFolder();
        var screenshots = Directory.CreateDirectory(Path.Combine(Checkout.Root, "TestResults", "playground")).FullName;
        var environment = new Dictionary<string, string?>
        {
            ["REALTIME_URL"] = fixture.ApiUrl,
            ["REALTIME_API_KEY"] = CallingFixture.ApiKey,
            ["REALTIME_CHROMIUM"] = "/usr/bin/chromium",
            ["REALTIME_MICROPHONE"] = fixture.Microphone(TimeSpan.FromSeconds(questionAfterSeconds)),
            ["REALTIME_LOGS"] = logs,
            ["REALTIME_SCREENSHOTS"] = screenshots,
        };
        await using var node = new ChildProcess("node", ["playground.mjs", scenario], environment, Node);
        var status = await node.ExitAsync(Patience);
        Assert.True(status == 0, $"{node.Output}\n--- the server's last words:\n{fixture.Server.Output}");
        await EventCheck.AssertAllValidAsync(logs);
        output.WriteLine(node.Output.Split('\n').Last(line => line.StartsWith("RESULT ", StringComparison.Ordinal)));
    }
}
