using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.Doctor;
using Realtime.Compat.Server.Doctor.Checks;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Storage;
using Realtime.Compat.Server.SpeechWorker;
using Realtime.Compat.Testing;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.Server.Tests.Doctor;

/// <summary>Each thing broken in turn: its line names it, and says what mends it.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Missing_weights_are_named_with_the_command_that_brings_them() =>
        await BrokenAsync(new VoiceActivityCheck(_directory["none.onnx"]), "Silero's weights are missing", "npm ci --ignore-scripts --prefix native");

    [Fact]
    public async Task Damaged_weights_are_named()
    {
        await File.WriteAllTextAsync(_directory["bad.onnx"], "nonsense");
        await BrokenAsync(new VoiceActivityCheck(_directory["bad.onnx"]), "turns go by loudness alone", "npm ci");
    }

    [Fact]
    public async Task A_port_of_another_program_is_named_with_a_free_one()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await BrokenAsync(new PortsCheck($"http://127.0.0.1:{port}"), $"port {port} cannot be used: another program has it", "./run.sh --urls \"http://127.0.0.1:");
    }

    [Fact]
    public async Task A_free_port_is_fine() => Assert.True((await new PortsCheck("http://127.0.0.1:0").LookAsync(CancellationToken.None)).IsFine);

    [Fact]
    public async Task A_certificate_that_has_ended_is_named_with_the_command_that_renews_it()
    {
        var clock = new FakeTimeProvider();
        new CertificateStore(_directory.Root, clock).Renew().Dispose();
        var check = new CertificateCheck("https://127.0.0.1:8443", _directory.Root, clock);
        Assert.Contains("holds until", (await check.LookAsync(CancellationToken.None)).Detail, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromDays(825));

        await BrokenAsync(check, "it ended on", "./run.sh certs renew");
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_named()
    {
        var store = new CertificateStore(_directory.Root, TimeProvider.System);
        await File.WriteAllTextAsync(store.ServerPath, "nonsense");
        await BrokenAsync(new CertificateCheck("https://127.0.0.1:8443", _directory.Root, TimeProvider.System), "cannot be read", "./run.sh certs renew");
    }

    [Fact]
    public async Task A_model_with_other_bytes_is_named_and_a_whole_one_is_fine()
    {
        var store = new ModelStore(_directory["models"]);
        Directory.CreateDirectory(store.FolderOf("small-voice"));
        var file = Path.Combine(store.FolderOf("small-voice"), "model.onnx");
        await File.WriteAllBytesAsync(file, [1, 2, 3]);
        var manifest = new ModelManifest
        {
            Id = "small-voice",
            Kind = ModelKind.TextToSpeech,
            Engine = "vits",
            Languages = ["en"],
            Config = new Dictionary<string, string>(),
            Voices = [],
            Files = [new ModelFile("model.onnx", Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), 3)],
        };
        manifest.Write(store.FolderOf("small-voice"));
        Assert.Equal(Finding.Fine("1 as installed"), await new ModelFilesCheck(store).LookAsync(CancellationToken.None));

        await File.WriteAllBytesAsync(file, [1, 2, 4]);

        await BrokenAsync(new ModelFilesCheck(store), "small-voice: model.onnx has other bytes", "./run.sh models remove small-voice && ./run.sh models pull small-voice");
    }

    [Fact]
    public async Task A_turn_model_that_judges_is_fine_and_so_is_none_and_one_that_cannot_is_named()
    {
        var worker = new Uri("http://127.0.0.1:8010");
        using var judging = new TurnModelClient(new TurnModelOptions(), () => worker, new Judgement());
        using var away = new TurnModelClient(new TurnModelOptions(), () => null);

        TurnModelCheck Check(Uri? url, WorkerHealth.Stage? turns, TurnModelClient client) =>
            new(url, (_, _) => Task.FromResult(new WorkerHealth { Turns = turns }), client, new FakeTimeProvider());

        var none = Finding.Fine("none: semantic_vad goes by words and prosody");
        Assert.Equal(none, await Check(null, null, away).LookAsync(CancellationToken.None));
        Assert.Equal(none, await Check(worker, null, judging).LookAsync(CancellationToken.None));
        Assert.Equal(Finding.Fine("smart-turn-v3 judges in 0 ms"), await Check(worker, new WorkerHealth.Stage("smart-turn-v3", "ready", null), judging).LookAsync(CancellationToken.None));
        await BrokenAsync(Check(worker, new WorkerHealth.Stage("smart-turn-v3", "ready", null), away), "smart-turn-v3 gave no judgement in time", "Realtime:TurnModel:Timeout");
        await BrokenAsync(Check(worker, new WorkerHealth.Stage("smart-turn-v3", "unavailable", "It is damaged."), judging), "It is damaged", "./run.sh models pull smart-turn-v3");
    }

    [Fact]
    public async Task A_chat_server_that_is_down_is_named_and_so_is_what_depends_on_it()
    {
        await using var chat = new ChatBackend(new ChatBackendOptions { Provider = "ollama", Url = "http://127.0.0.1:9" });
        await BrokenAsync(new ChatCheck(chat), "http://127.0.0.1:9", "ollama serve");
        await BrokenAsync(new ToolCallCheck(chat), "does not answer", "mend chat first");
    }

    [Fact]
    public async Task A_chat_model_that_answers_and_calls_is_fine()
    {
        await using var chat = new ChatBackend(new ChatBackendOptions { Provider = "scripted" });
        Assert.True((await new ChatCheck(chat).LookAsync(CancellationToken.None)).IsFine);
        Assert.Equal(Finding.Fine("get_weather was called"), await new ToolCallCheck(chat).LookAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(_directory["data"], "");
        await BrokenAsync(new SettingsCheck([$"--Realtime:DataDirectory={_directory["data"]}"]), "the server cannot write there", "docs/configuration.md");
    }

    [Fact]
    public async Task A_settings_file_that_is_no_json_is_named()
    {
        Directory.CreateDirectory(_directory["data"]);
        await File.WriteAllTextAsync(_directory["data/appsettings.json"], "{ nonsense");
        await BrokenAsync(new SettingsCheck([$"--Realtime:DataDirectory={_directory["data"]}"]), _directory["data/appsettings.json"], "correct it");
    }

    [Fact]
    public async Task A_clock_that_stands_in_the_past_is_named() =>
        await BrokenAsync(new ClockCheck(new EmptyBattery()), "1970-01-01", "timedatectl");

    [Fact]
    public async Task A_full_disk_is_named() => await BrokenAsync(new DiskCheck(_directory.Root, long.MaxValue), "are free in", "Realtime:DataDirectory");

    [Fact]
    public async Task Missing_libraries_of_calls_are_named_with_their_packages()
    {
        var bare = new RtcCapabilities { OpenSsl = null, Opus = null };
        await BrokenAsync(new OpenSslCheck(bare), "OpenSSL 3", "apt-get install libssl3");
        await BrokenAsync(new OpusCheck(bare), "libopus", "apt-get install libopus0");
    }

    private static async Task BrokenAsync(ICheck check, string detail, string remedy)
    {
        var finding = await Examination.LookAsync(check, CancellationToken.None);
        Assert.False(finding.IsFine, finding.Detail);
        Assert.Equal(check.Name, finding.Check);
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    /// <summary>A worker whose turn model judges.</summary>
    private sealed class Judgement : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"completion":0.5,"model":"smart-turn-v3"}""") });
    }

    /// <summary>What a machine shows that has lost the time.</summary>
    private sealed class EmptyBattery : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
