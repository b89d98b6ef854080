using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>How each kind of command is run, and what must come of it. A command of no kind fails its test: say here how it is run.</summary>
public static partial class CommandRules
{
    /// <summary>The first that fits counts.</summary>
    private static readonly (Regex Pattern, Func<CommandRun, Task> Run)[] Rules =
    [
        // Programs of others, stood in for.
        (new(@"^(?:[A-Z_]+=\S+ )*(?:docker|ollama|npm|pip|apt-get|sudo|brew) "), run => run.SucceedAsync()),
        // What takes minutes, or runs these very tests: its parts are looked at.
        (new(@"^\./test\.sh\b"), LongCommands.TestScriptAsync),
        (new(@"^(?:[A-Z_]+=\S+ )*dotnet test "), LongCommands.TestsAsync),
        (new("^dotnet format$"), LongCommands.FormatAsync),
        (new(@"^(?:dotnet run .*--project )?bench/"), LongCommands.BenchmarkAsync),
        // The snippet below it is run with what it adds.
        (new("^dotnet add package "), LongCommands.PackageAsync),
        // With a word that stands for another: the verb is there.
        (new(@"…|\b(?:ID|NAME|FILE)\b"), HelpAsync),
        (new("^dotnet run --project samples/"), SampleAsync),
        // A verb's name in a sentence.
        (new(@"^(?:realtime (?:doctor|replay|talk)|\./run\.sh (?:talk|models use))$"), HelpAsync),
        (new(@"^\./run\.sh talk\b"), TalkAsync),
        (new(@"^\./run\.sh ptt --input"), AnswerFileAsync),
        (new(@"^\./run\.sh ptt$"), KeysAsync),
        (new(@"^\./run\.sh doctor$"), DoctorAsync),
        (new(@"^\./run\.sh models pull$"), PullAsync),
        (new(@"^\./run\.sh models pull ollama/\S+$"), PullChatAsync),
        (new(@"^\./run\.sh models pull [A-Za-z0-9._ -]+$"), PullSomeAsync),
        (new(@"^\./run\.sh models list$"), ListAsync),
        (new(@"^\./run\.sh certs(?: renew)?$"), run => run.SucceedAsync()),
        (new(@"^\./run\.sh --urls http://0\.0\.0\.0"), ShownAsync),
        (new(@"^\./run\.sh(?: --\S+ \S+)*$"), ServerAsync),
        (new("^realtime replay "), ShownAsync),
        (new("^realtime-speech --try "), TrialAsync),
        (new("^realtime-speech(?: --Speech:|$)"), WorkerAsync),
        (new("^curl .*/v1/audio/turns "), WithoutTurnModelAsync),
        (new("^curl "), CurlAsync),
        (new(@"^printf .*\| sha256sum$"), DigestAsync),
    ];

    /// <summary>What is known.</summary>
    public static IEnumerable<Regex> Patterns => Rules.Select(rule => rule.Pattern);

    /// <summary>Runs a command by the rule of its kind.</summary>
    public static Task RunAsync(CommandRun run)
    {
        var (pattern, work) = Array.Find(Rules, rule => rule.Pattern.IsMatch(run.Command.Text));
        Assert.True(pattern is not null, $"{run.Command.Place}: no rule says how this is run: {run.Command.Text}");
        return work(run);
    }

    private static async Task HelpAsync(CommandRun run)
    {
        var verb = string.Join(' ', run.Command.Text.Split(' ').TakeWhile(word => !Placeholder().IsMatch(word)));
        Assert.Contains("Usage:", await run.SucceedAsync($"{verb} --help"), StringComparison.Ordinal);
        Assert.Contains(verb.Split(' ')[^1], await run.SucceedAsync($"{verb} --help"), StringComparison.Ordinal);
    }

    private static Task SampleAsync(CommandRun run) => run.ServeAsync(
        "Now listening on: ",
        async _ => Assert.Equal("healthy", await HealthAsync(run.Own)),
        // As it was built with these tests: a build in the reader's configuration would take half a minute.
        run.Command.Text.Replace("dotnet run", $"env -C '{Checkout.Root}' dotnet run --no-build -c {Configuration}", StringComparison.Ordinal));

    private static async Task TalkAsync(CommandRun run)
    {
        var ask = $"{run.Command.Text} --url {run.Fixture.Server.Url}";
        var output = await run.SucceedAsync(run.Command.Text.Contains(" -i", StringComparison.Ordinal) ? $"{ask} <<<'Hello'" : ask);
        Assert.Matches(@"(?m)^assistant  \S", output);
        AssertSaved(run);
    }

    private static async Task AnswerFileAsync(CommandRun run)
    {
        await run.SucceedAsync($"{run.Command.Text} --url {run.Fixture.Server.Url}");
        AssertSaved(run);
    }

    /// <summary>In a terminal, as `script` makes one: quits by its key, or says that this machine has no sound. `tests/EndToEnd` talks to it.</summary>
    private static async Task KeysAsync(CommandRun run)
    {
        var (exit, output) = await run.RunAsync($"script -qec '{run.Command.Text} --url {run.Fixture.Server.Url}' /dev/null <<<q");
        Assert.True(exit == 0 || (exit == 1 && Regex.IsMatch(output, "has no (?:microphone|loudspeaker)|PortAudio")), $"ended with {exit}:\n{output}");
    }

    /// <summary>What the prerequisites of these tests bring works; what else a machine may lack (memory, disk, libraries of calls) is told, and no fault of the page.</summary>
    private static async Task DoctorAsync(CommandRun run)
    {
        var (exit, output) = await run.RunAsync();
        foreach (var line in (string[])["voice activity +silero", "speech libraries +.*flite", "settings +read", "keys ", "models ", "speech +.* heard \".*weather.*\"", "chat ", "tool call +get_weather was called"])
            Assert.Matches($"(?m)^ *fine +{line}", output);
        Assert.Equal(Regex.IsMatch(output, "(?m)^ *WRONG "), exit == 1);
    }

    private static Task PullAsync(CommandRun run) => PullAsync(run, run.Command.Text);

    /// <summary>Models of the catalogue; the hub here has another one in their place.</summary>
    private static Task PullSomeAsync(CommandRun run)
    {
        const string Verb = "./run.sh models pull ";
        Assert.All(run.Command.Text[Verb.Length..].Split(' '), AssertInCatalogue);
        return PullAsync(run, $"{Verb}tiny");
    }

    /// <summary>No model is here that judges turns, and the answer names the one to pull.</summary>
    private static async Task WithoutTurnModelAsync(CommandRun run)
    {
        var (_, output) = await run.RunAsync();
        var missing = Regex.Match(output, @"realtime models pull ([a-z0-9.-]+[a-z0-9])");
        Assert.True(missing.Success, output);
        AssertInCatalogue(missing.Groups[1].Value);
    }

    private static void AssertInCatalogue(string model) =>
        Assert.Contains($"\"id\": \"{model}\"", File.ReadAllText(Path.Combine(Checkout.Root, "models", "catalogue.json")), StringComparison.Ordinal);

    private static async Task PullAsync(CommandRun run, string text)
    {
        run.Fixture.WriteCatalogue(run.Sandbox["catalogue.json"]);
        var output = await run.SucceedAsync(text, new Dictionary<string, string?> { ["REALTIME__MODELS__CATALOGUE"] = run.Sandbox["catalogue.json"] });
        Assert.Contains("tiny is installed, and in use from the server's next start.", output, StringComparison.Ordinal);
    }

    /// <summary>As many as the page says.</summary>
    private static async Task ListAsync(CommandRun run)
    {
        var models = Regex.Count(await run.SucceedAsync(), "(?m)^[a-z][A-Za-z0-9._-]* +[a-z]+ ");
        Assert.Contains($"all {models} models", Documents.Of("docs/models.md").Blocks[0].Code, StringComparison.Ordinal);
    }

    private static async Task PullChatAsync(CommandRun run)
    {
        var output = await run.SucceedAsync(environment: new Dictionary<string, string?> { ["REALTIME__CHAT__PROVIDER"] = "ollama", ["REALTIME__CHAT__URL"] = run.Fixture.Hub.AbsoluteUri });
        Assert.Contains(" is there; to use it: ", output, StringComparison.Ordinal);
    }

    private static async Task ShownAsync(CommandRun run)
    {
        Assert.NotEmpty(run.Command.Shown);
        var (_, output) = await run.RunAsync();
        run.AssertShown(output);
    }

    private static Task ServerAsync(CommandRun run) =>
        run.ServeAsync("Listening on ", async _ => Assert.Contains(await HealthAsync(run.Own), (string[])["healthy", "degraded", "unhealthy"]));

    /// <summary>No model is here, and the answer says so.</summary>
    private static async Task TrialAsync(CommandRun run)
    {
        var (exit, output) = await run.RunAsync();
        Assert.NotEqual(0, exit);
        Assert.Contains("model.json", output, StringComparison.Ordinal);
    }

    private static Task WorkerAsync(CommandRun run) =>
        run.ServeAsync("\"listening\"", async _ => Assert.NotEmpty(await HealthAsync(run.Own)), $"{run.Command.Text} --urls {run.Own}");

    private static async Task CurlAsync(CommandRun run)
    {
        var output = await run.SucceedAsync();
        run.AssertShown(output);
        if (Regex.Match(run.Command.Text, @"> (\S+)$") is { Success: true } file)
            Assert.True(new FileInfo(run.Sandbox[file.Groups[1].Value]).Length > 1000, output);
        else if (!run.Command.Text.Contains('|', StringComparison.Ordinal))
            Assert.NotEmpty(output);
    }

    private static async Task DigestAsync(CommandRun run) => Assert.Matches("^[0-9a-f]{64} ", await run.SucceedAsync());

    private static void AssertSaved(CommandRun run)
    {
        foreach (Match file in Regex.Matches(run.Command.Text, @"--(?:save|output) (\S+)"))
            Assert.True(new FileInfo(run.Sandbox[file.Groups[1].Value]).Length > 1000);
    }

    private static async Task<string> HealthAsync(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
        return System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!.GetValue<string>();
    }

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [GeneratedRegex(@"[…\[]|\b(?:ID|NAME|FILE)\b")]
    private static partial Regex Placeholder();
}
