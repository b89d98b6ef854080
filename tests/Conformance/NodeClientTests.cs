using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance;

/// <summary>npm <c>openai</c>, unmodified, its GA and its beta class, over TLS since it refuses anything else. The scenarios are in <c>node/scenarios.mjs</c>.</summary>
[Collection(ServerCollection.Name)]
public sealed class NodeClientTests(ServerFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Scenarios =
    [
        "connect", "session_update_is_echoed", "text_turn", "spoken_answer", "spoken_question_committed_by_hand", "spoken_question_ended_by_server_vad",
        "function_call", "cancel", "barge_in", "errors_leave_the_session_alive", "spoken_clip_as_an_item", "two_sessions_at_once",
        "transcription_of_the_user", "impossible_model_is_refused", "usage_adds_up", "a_failing_model_fails_the_response_only", "out_of_band_response",
    ];

    public static TheoryData<string, string> ScenariosInBothDialects()
    {
        var data = new TheoryData<string, string>();
        foreach (var scenario in Scenarios)
        {
            data.Add(scenario, "ga");
            data.Add(scenario, "beta");
        }

        return data;
    }

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    [MemberData(nameof(ScenariosInBothDialects))]
    public async Task Official_client_is_served(string scenario, string dialect)
    {
        var logs = fixture.NewLogFolder();
        var (status, output) = await RunAsync(logs, scenario, dialect);
        Assert.True(status == 0, $"{output}\n--- the server's last words:\n{fixture.Server.Output}");
        await EventCheck.AssertAllValidAsync(logs);
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    public async Task No_scenario_is_forgotten()
    {
        var (_, output) = await RunAsync(fixture.NewLogFolder(), "--list");
        Assert.Equal(Scenarios, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The same package's client of Azure OpenAI, which looks for the API elsewhere: today's, and a preview version's in the beta dialect.</summary>
    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    [InlineData("connect", "ga")]
    [InlineData("text_turn", "ga")]
    [InlineData("function_call", "ga")]
    [InlineData("spoken_question_ended_by_server_vad", "ga")]
    [InlineData("connect", "beta")]
    [InlineData("text_turn", "beta")]
    [InlineData("function_call", "beta")]
    [InlineData("spoken_question_ended_by_server_vad", "beta")]
    public async Task Azures_official_client_is_served(string scenario, string dialect)
    {
        var logs = fixture.NewLogFolder();
        var (status, output) = await RunAsync(logs, new Dictionary<string, string?> { ["REALTIME_AZURE"] = fixture.Server.TlsUrl.ToString() }, scenario, dialect);
        Assert.True(status == 0, $"{output}\n--- the server's last words:\n{fixture.Server.Output}");
        await EventCheck.AssertAllValidAsync(logs);
    }

    private Task<(int Status, string Output)> RunAsync(string logs, params string[] arguments) => RunAsync(logs, new Dictionary<string, string?>(), arguments);

    private async Task<(int Status, string Output)> RunAsync(string logs, Dictionary<string, string?> more, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(more)
        {
            ["NODE_EXTRA_CA_CERTS"] = fixture.Server.AuthorityPath,
            ["REALTIME_URL"] = new Uri(fixture.Server.TlsUrl, "/v1").ToString(),
            ["REALTIME_LOGS"] = logs,
            ["REALTIME_QUESTION"] = fixture.QuestionPath,
        };
        await using var node = new ChildProcess("node", ["main.mjs", .. arguments], environment, Path.Combine(Checkout.Root, "tests", "Conformance", "node"));
        var status = await node.ExitAsync(Patience);
        return (status, node.Output);
    }
}
