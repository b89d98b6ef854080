using System.Text.Json;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>The first start of a server that may pull what is recommended.</summary>
public sealed class FirstModelsTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HubFile _weights = HubFile.Random(200_000);
    private LocalHub _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await LocalHub.StartAsync();
        TestCatalogue.Write(_directory["catalogue.json"], _hub.Serve("/model.onnx", _weights), _weights);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [UnixFact]
    public async Task A_first_start_pulls_them_and_tells_the_worker_which_to_use()
    {
        var worker = _directory["worker.sh"];
        await File.WriteAllTextAsync(worker, """
            #!/bin/sh
            env > "$0.environment"
            echo '{"event":"listening","url":"http://127.0.0.1:9"}'
            cat > /dev/null
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(worker, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var server = await Start("--Realtime:Speech:Command", worker).ReportedAsync();

        Assert.Contains("First start: pulling The tiny model (200 kB) and The voice model (200 kB).", server.Errors, StringComparison.Ordinal);
        var environment = await File.ReadAllLinesAsync(worker + ".environment");
        Assert.Contains("SPEECH__SPEECHTOTEXT__MODEL=tiny", environment);
        Assert.Contains("SPEECH__TEXTTOSPEECH__MODEL=voice", environment);
        Assert.Contains($"SPEECH__MODELSDIRECTORY={_directory["data/models"]}", environment);
    }

    [Fact]
    public async Task Without_a_hub_it_starts_with_the_engines_that_need_no_download_and_says_so()
    {
        await _hub.DisposeAsync();
        await using var server = await Start().ReportedAsync();

        Assert.Contains("No hub of speech models can be reached: speech is served by the engines that need no download.", server.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["data/models.json"]));
    }

    [Fact]
    public async Task A_mirror_that_is_down_does_not_keep_the_publishers_models_away()
    {
        Uri mirror;
        await using (var gone = await LocalHub.StartAsync())
            mirror = gone.Root;
        await using var server = await Start("--Realtime:Models:Mirror", mirror.AbsoluteUri).ReportedAsync();

        Assert.Contains("First start: pulling The tiny model (200 kB)", server.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_directory["data/models/tiny/model.onnx"]), server.Errors);
    }

    [Fact]
    public async Task A_pull_that_fails_does_not_stop_the_start()
    {
        _weights.Replace([1, 2, 3]);
        await using var server = await Start().ReportedAsync();

        Assert.Contains("tiny cannot be downloaded", server.Errors, StringComparison.Ordinal);
        Assert.Contains("Until then speech is served by the engines that need no download.", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_after_one_of_two_pulls_failed_pulls_only_the_other()
    {
        await using (await Start("--Realtime:Speech:TextToSpeech:Model", "none").ReportedAsync())
            Assert.Single(_hub.Requests, request => request.Path == "/model.onnx");
        await using var server = await Start("--Realtime:Speech:SpeechToText:Model", "none").ReportedAsync();

        Assert.Contains("First start: pulling The voice model (200 kB).", server.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Realtime:Models:PullDefaults", "false")]
    [InlineData("--Realtime:SpeechToText:Url", "http://127.0.0.1:9", "--Realtime:TextToSpeech:Url", "http://127.0.0.1:9")]
    [InlineData("--Realtime:Speech:SpeechToText:Model", "none", "--Realtime:Speech:TextToSpeech:Model", "none")]
    public async Task Who_opts_out_or_has_chosen_is_left_alone(params string[] settings)
    {
        await using var server = await Start(settings).ReportedAsync();

        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task A_model_that_is_set_and_not_installed_stops_the_start()
    {
        await using var server = Start("--Realtime:Speech:TextToSpeech:Model", "nowhere", "--Realtime:Models:PullDefaults", "false");

        Assert.Equal(1, await server.ExitAsync());
        Assert.Equal("Realtime:Speech:TextToSpeech:Model is nowhere, which is not installed: realtime models pull nowhere, or set it to none.", server.Errors.TrimEnd());
    }

    [Fact]
    public async Task The_users_own_settings_come_after_what_was_chosen()
    {
        Directory.CreateDirectory(_directory["data"]);
        await File.WriteAllTextAsync(_directory["data/models.json"], JsonSerializer.Serialize(Model("chosen")));
        await File.WriteAllTextAsync(_directory["data/appsettings.json"], JsonSerializer.Serialize(Model("own")));
        await using var server = Start();

        Assert.Equal(1, await server.ExitAsync());
        Assert.StartsWith("Realtime:Speech:SpeechToText:Model is own, which is not installed", server.Errors, StringComparison.Ordinal);
    }

    private static object Model(string id) => new { Realtime = new { Speech = new { SpeechToText = new { Model = id } } } };

    private RunningServer Start(params string[] arguments) =>
        RunningServer.Start(_directory, ["--Realtime:Models:PullDefaults", "true", "--Realtime:Models:Catalogue", _directory["catalogue.json"], .. arguments]);
}
