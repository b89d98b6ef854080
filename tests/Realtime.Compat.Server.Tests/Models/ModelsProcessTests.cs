using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>`realtime models` as its user meets it, with a catalogue whose hub is on this machine.</summary>
public sealed class ModelsProcessTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HubFile _weights = HubFile.Random(200_000);
    private LocalHub _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await LocalHub.StartAsync();
        _hub.Serve("/model.onnx", _weights);
        TestCatalogue.Write(_directory["catalogue.json"], new Uri(_hub.Root, "/model.onnx"), _weights);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_model_is_pulled_put_to_use_verified_and_removed()
    {
        var (exit, output) = await RunAsync("pull", "tiny");
        Assert.Equal((0, "tiny is installed, and in use from the server's next start."), (exit, output.TrimEnd().Split('\n')[^1]));
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("model.onnx: 100 % of 200 kB", output, StringComparison.Ordinal);
        Assert.Equal("tiny", Choice("SpeechToText"));

        Assert.Matches(@"(?m)^tiny +stt +en +200 kB +over 200 kB +MIT +in use\s*$", (await RunAsync("list", "--installed")).Output);
        Assert.Equal((0, "1 model is as installed."), Last(await RunAsync("verify")));
        await File.WriteAllTextAsync(_directory["data/models/tiny/model.onnx"], "spoiled");
        (exit, output) = await RunAsync("verify", "tiny");
        Assert.Equal(1, exit);
        Assert.Contains("tiny: model.onnx has 7 bytes instead of 200000", output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("remove", "tiny")).Exit);
        Assert.False(Directory.Exists(_directory["data/models/tiny"]));
        Assert.Null(Choice("SpeechToText"));
    }

    [Fact]
    public async Task A_model_put_there_by_hand_counts_though_its_manifest_states_neither_files_nor_voices()
    {
        Directory.CreateDirectory(_directory["data/models/mine"]);
        await File.WriteAllTextAsync(_directory["data/models/mine/model.json"], """{"id":"mine","kind":"stt","engine":"whisper","config":{"tokens":"tokens.txt"}}""");
        Assert.Matches(@"(?m)^mine +stt +\? +installed\s*$", (await RunAsync("list", "--installed")).Output);
        Assert.Equal(0, (await RunAsync("use", "mine")).Exit);
        Assert.Equal("mine", Choice("SpeechToText"));
        Assert.Equal((0, "1 model is as installed."), Last(await RunAsync("verify")));

        await File.WriteAllTextAsync(
            _directory["data/models/mine/model.json"], """{"id":"mine","kind":"stt","engine":"whisper","config":{"tokens":"tokens.txt"},"files":[{"path":"tokens.txt"}]}""");
        var (exit, output) = await RunAsync("verify", "mine");
        Assert.Equal(1, exit);
        Assert.Contains("mine: tokens.txt is missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_that_is_not_free_is_shown_and_has_to_be_agreed_to()
    {
        var (exit, output) = await RunAsync("pull", "guarded");

        Assert.Equal(1, exit);
        Assert.Contains("guarded: licence Research only (https://example.com/terms). Read it.", output, StringComparison.Ordinal);
        Assert.Contains("agree to it by --yes", output, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);

        Assert.Equal(0, (await RunAsync("pull", "guarded", "--yes")).Exit);
    }

    [Fact]
    public async Task Two_processes_that_pull_one_model_fetch_it_once()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _hub.Answer("/model.onnx", async context =>
        {
            reached.TrySetResult();
            await goOn.Task;
            await _weights.SendAsync(context);
        });
        await using var first = Start("pull", "tiny");
        await reached.Task.WaitAsync(Eventually.Patience);
        await using var second = Start("pull", "tiny");
        await Eventually.TrueAsync(() => second.Output.Contains("Another process is pulling tiny; waiting for it.", StringComparison.Ordinal));
        goOn.SetResult();

        Assert.Equal((int[])[0, 0], await Task.WhenAll(first.ExitAsync(), second.ExitAsync()));
        Assert.Single(_hub.Requests);
        Assert.Contains("tiny is there already", second.Output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Ctrl_C_leaves_what_the_next_pull_resumes()
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _weights.StallAfter(100_000, stalled);
        var partial = _directory["data/models/.downloads/tiny/model.onnx.part"];
        await using (var pull = Start("pull", "tiny"))
        {
            await stalled.Task.WaitAsync(Eventually.Patience);
            await Eventually.TrueAsync(() => File.Exists(partial) && new FileInfo(partial).Length == 100_000);
            pull.Interrupt();
            Assert.Equal(130, await pull.ExitAsync());
            Assert.Contains("goes on where it stopped", pull.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await RunAsync("pull", "tiny")).Exit);
        Assert.Equal("bytes=100000-", _hub.Requests[^1].Range);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_asked()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var asked = Task.Run(async () =>
        {
            using var client = await proxy.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            var line = await reader.ReadLineAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            return line;
        });
        var port = ((IPEndPoint)proxy.LocalEndpoint).Port;

        await using var pull = RealtimeProcess.Start(["models", "pull", "whisper-tiny", "--Realtime:DataDirectory", _directory["data"]], ("HTTPS_PROXY", $"http://127.0.0.1:{port}"), ("NO_PROXY", ""));

        Assert.Equal("CONNECT github.com:443 HTTP/1.1", await asked.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task A_mirror_is_asked_first()
    {
        var mirror = _hub.Serve("/mirror/model.onnx", _weights);

        Assert.Equal(0, (await RunAsync("pull", "tiny", "--Realtime:Models:Mirror", new Uri(mirror, "/mirror").AbsoluteUri)).Exit);

        Assert.Equal(["/mirror/model.onnx"], _hub.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("big-cpu", "fr", null, "This machine counts as big-cpu, for multilingual: whisper-turbo and kokoro-multi-lang-v1_0.")]
    [InlineData("GPU", "fr", null, "This machine counts as gpu, for multilingual: parakeet-tdt-0.6b-v3 and kokoro-multi-lang-v1_0.")]
    [InlineData("auto", "fr", "cuda", "This machine counts as gpu, for multilingual: parakeet-tdt-0.6b-v3 and kokoro-multi-lang-v1_0.")]
    [InlineData("small-cpu", "en", "cuda", "This machine counts as small-cpu, for en: moonshine-tiny-en and matcha-en_US-ljspeech.")]
    public async Task What_is_recommended_goes_by_the_machine_that_is_set_or_by_what_the_worker_computes_on(string machine, string language, string? provider, string sentence)
    {
        var (exit, output) = await RealtimeProcess.RunAsync(
            ["models", "list", "--Realtime:DataDirectory", _directory["data"], "--Realtime:Models:Machine", machine, "--Realtime:Models:Language", language],
            ("Speech__Sherpa__Provider", provider ?? "cpu"));

        Assert.Equal(0, exit);
        Assert.StartsWith(sentence, output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        foreach (var id in sentence[..^1].Split(": ")[1].Split(" and "))
            Assert.Matches($"(?m)^{id} .* recommended here", output);
    }

    [Fact]
    public async Task A_machine_that_nothing_recommends_for_is_refused_with_those_there_are() => Assert.Equal(
        (1, "Realtime:Models:Machine is \"tpu\"; set it to auto, small-cpu, big-cpu or gpu."), Last(await RunAsync("list", "--Realtime:Models:Machine", "tpu")));

    [Theory]
    [InlineData("There is no model tiyn; did you mean tiny?", "pull", "tiyn")]
    [InlineData("tiny is not installed: realtime models pull tiny", "use", "tiny")]
    [InlineData("../x is not installed; `realtime models list --installed` shows what is.", "remove", "../x")]
    [InlineData("Say which: realtime models use ID, or none for the speech engines that need no model.", "use")]
    [InlineData(
        "Realtime:Chat:Provider is openai, which knows no models of Ollama's: set it to ollama, and Realtime:Chat:Url to where Ollama is, or take both out; then use ollama/qwen3:8b.",
        "use", "ollama/qwen3:8b", "--Realtime:Chat:Provider", "openai", "--Realtime:Chat:Url", "http://127.0.0.1:9")]
    [InlineData("There is no setting Realtime:Models:Miror; did you mean Realtime:Models:Mirror?", "list", "--Realtime:Models:Miror", "x")]
    public async Task A_mistake_is_one_sentence(string sentence, params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);

        Assert.Equal((1, sentence), (exit, output.TrimEnd()));
    }

    [Fact]
    public async Task What_is_chosen_is_written_where_the_server_reads_it()
    {
        await RunAsync("pull", "tiny");
        await RunAsync("use", "none");
        Assert.Equal(("none", "none"), (Choice("SpeechToText"), Choice("TextToSpeech")));

        Assert.Equal(0, (await RunAsync("use", "tiny", "ollama/qwen3:8b")).Exit);

        Assert.Equal(("tiny", "none"), (Choice("SpeechToText"), Choice("TextToSpeech")));
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(_directory["data/models.json"]));
        Assert.Equal("qwen3:8b", settings.RootElement.GetProperty("Realtime").GetProperty("Chat").GetProperty("Model").GetString());
    }

    [Theory]
    [InlineData("ender", "turn", "Turns")]
    [InlineData("hush", "denoise", "NoiseReduction")]
    public async Task A_model_of_any_kind_is_pulled_and_chosen(string id, string kind, string stage)
    {
        var (exit, output) = await RunAsync("pull", id);
        Assert.Equal((0, $"{id} is installed, and in use from the server's next start."), Last((exit, output)));
        Assert.Equal(id, Choice(stage));
        Assert.Contains($"\"kind\": \"{kind}\"", await File.ReadAllTextAsync(_directory[$"data/models/{id}/model.json"]), StringComparison.Ordinal);
        Assert.Matches($"{id} +{kind} +en .* in use", (await RunAsync("list")).Output);

        await RunAsync("use", "none");
        Assert.Equal("none", Choice(stage));
        await RunAsync("use", id);
        Assert.Equal((id, "none"), (Choice(stage), Choice("SpeechToText")));
    }

    [Fact]
    public async Task A_choice_that_another_setting_overrules_is_told_as_such()
    {
        await RunAsync("pull", "tiny");

        var (_, output) = await RealtimeProcess.RunAsync(Arguments(["use", "tiny"]), ("REALTIME__SPEECH__SPEECHTOTEXT__MODEL", "other"));

        Assert.Contains("Realtime:Speech:SpeechToText:Model is set to other as well", output, StringComparison.Ordinal);
    }

    private static (int Exit, string Last) Last((int Exit, string Output) run) => (run.Exit, run.Output.TrimEnd().Split('\n')[^1]);

    private string? Choice(string stage)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(_directory["data/models.json"], Encoding.UTF8));
        return settings.RootElement.GetProperty("Realtime").GetProperty("Speech").GetProperty(stage).TryGetProperty("Model", out var model) ? model.GetString() : null;
    }

    private RealtimeProcess Start(params string[] arguments) => RealtimeProcess.Start(Arguments(arguments));

    private Task<(int Exit, string Output)> RunAsync(params string[] arguments) => RealtimeProcess.RunAsync(Arguments(arguments));

    private string[] Arguments(string[] arguments) =>
        ["models", .. arguments, "--Realtime:DataDirectory", _directory["data"], "--Realtime:Models:Catalogue", _directory["catalogue.json"]];
}
