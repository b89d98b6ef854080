using System.Net;
using System.Security.Cryptography;
using Realtime.Compat.Server.Doctor.Checks;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Storage;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.Server.Tests.Doctor;

/// <summary>Each thing of the machine broken in turn: its line names it, and says what mends it.</summary>
public sealed class MachineCheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_processor_without_vectors_is_slow_and_no_fault()
    {
        await Broken.IsNotAsync(new ProcessorCheck(null), "neither AVX2 nor NEON: voice activity takes ten times as long");
        await Broken.IsNotAsync(new ProcessorCheck("AVX2"), ", AVX2");
    }

    [Fact]
    public async Task Too_little_memory_is_named_with_what_is_enough() =>
        await Broken.IsNamedAsync(new MemoryCheck(long.MaxValue), "are too little for speech engines", "raise the container's or machine's memory to ");

    [Fact]
    public async Task A_clock_that_stands_in_the_past_is_named() =>
        await Broken.IsNamedAsync(new ClockCheck(new EmptyBattery()), "1970-01-01", "timedatectl");

    [Fact]
    public async Task Packets_that_do_not_get_through_are_named() =>
        // An address for documentation, which no machine has (RFC 5737).
        await Broken.IsNamedAsync(new UdpCheck(IPAddress.Parse("192.0.2.1")), "packets do not get through even on this machine (", "sudo iptables -I INPUT -i lo -j ACCEPT");

    [Fact]
    public async Task Missing_libraries_of_calls_are_named_with_their_packages()
    {
        var bare = new RtcCapabilities { OpenSsl = null, Opus = null };
        await Broken.IsNamedAsync(new OpenSslCheck(bare), "OpenSSL 3", "apt-get install libssl3");
        await Broken.IsNamedAsync(new OpusCheck(bare), "libopus", "apt-get install libopus0");
    }

    [Fact]
    public async Task Missing_weights_are_named_with_the_command_that_brings_them() =>
        await Broken.IsNamedAsync(new VoiceActivityCheck(_directory["none.onnx"]), "Silero's weights are missing", "npm ci --ignore-scripts --prefix native");

    [Fact]
    public async Task Damaged_weights_are_named()
    {
        await File.WriteAllTextAsync(_directory["bad.onnx"], "nonsense");
        await Broken.IsNamedAsync(new VoiceActivityCheck(_directory["bad.onnx"]), "turns go by loudness alone", "npm ci");
    }

    [Fact]
    public async Task A_machine_without_any_speech_library_is_named_with_the_command_that_brings_one()
    {
        await Broken.IsNamedAsync(new SpeechLibrariesCheck(_directory["none"], ("flite", "libflite.so.nowhere")), "there is none", "npm ci --ignore-scripts --prefix native && ./run.sh");

        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(_directory["sherpa"]).FullName, "libsherpa-onnx-c-api.so"), "");
        await Broken.IsNotAsync(new SpeechLibrariesCheck(_directory["sherpa"], ("flite", "libflite.so.nowhere")), "sherpa-onnx");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(_directory["data"], "");
        await Broken.IsNamedAsync(new SettingsCheck([$"--Realtime:DataDirectory={_directory["data"]}"]), "the server cannot write there", "docs/configuration.md");
    }

    [Fact]
    public async Task A_settings_file_that_is_no_json_is_named()
    {
        Directory.CreateDirectory(_directory["data"]);
        await File.WriteAllTextAsync(_directory["data/appsettings.json"], "{ nonsense");
        await Broken.IsNamedAsync(new SettingsCheck([$"--Realtime:DataDirectory={_directory["data"]}"]), _directory["data/appsettings.json"], "correct it");
    }

    [Fact]
    public async Task A_full_disk_is_named() => await Broken.IsNamedAsync(new DiskCheck(_directory.Root, long.MaxValue), "are free in", "Realtime:DataDirectory");

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
        await Broken.IsNotAsync(new ModelFilesCheck(store), "1 as installed");

        await File.WriteAllBytesAsync(file, [1, 2, 4]);

        await Broken.IsNamedAsync(new ModelFilesCheck(store), "small-voice: model.onnx has other bytes", "./run.sh models remove small-voice && ./run.sh models pull small-voice");
    }

    /// <summary>What a machine shows that has lost the time.</summary>
    private sealed class EmptyBattery : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
