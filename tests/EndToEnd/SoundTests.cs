using Realtime.Compat.Audio;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>The sound of the command line's clients: which device they use, and what they say where there is none.</summary>
public sealed class SoundTests : IDisposable
{
    private const string Question = "what is the weather in paris today";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-sound-");

    private static string Ptt => Checkout.Built("Realtime.Compat.PushToTalk", "realtime-ptt");

    private static string Realtime => Checkout.Built("Realtime.Compat.Server", "realtime");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Sound)]
    public async Task Talk_plays_all_of_the_answer_on_the_systems_loudspeaker_or_the_one_named()
    {
        var cards = new FileSoundCards(_directory).With("desk", 48_000).With("default", 48_000);
        await using var server = await RunningServer.StartAsync();
        foreach (var (options, plays, isSilent) in new[] { ("--play", "default", "desk"), ("--device=desk", "desk", "default") })
        {
            var output = await RunAsync(0, cards.Environment, Realtime, "talk", Question, options, "--save", PathOf("answer.wav"), "--url", server.Url.ToString());

            Assert.Contains("first sound", output, StringComparison.Ordinal);
            AssertPlayed(PathOf("answer.wav"), cards.Played(plays));
            Assert.Equal(0, cards.Played(isSilent).Rms);
        }
    }

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Sound)]
    [InlineData("headset", "desk", 44_100, 48_000)]
    [InlineData("desk", "headset", 48_000, 16_000)]
    public async Task Of_two_devices_the_named_one_plays_at_the_one_rate_it_has(string named, string other, int headsetHz, int deskHz)
    {
        var cards = new FileSoundCards(_directory).With("headset", headsetHz).With("desk", deskHz);
        await using var server = await RunningServer.StartAsync();
        await RunAsync(0, cards.Environment, Realtime, "talk", Question, "--save", PathOf("question.wav"), "--url", server.Url.ToString());

        var output = await RunAsync(0, cards.Environment, Ptt, "--input", PathOf("question.wav"), "--device", named, "--url", server.Url.ToString());

        Assert.Contains("first sound", output, StringComparison.Ordinal);
        var (seconds, rms) = cards.Played(named);
        Assert.InRange(seconds, 1, 20);
        Assert.InRange(rms, 500, 20_000);
        Assert.Equal(0, cards.Played(other).Rms);
    }

    [LiveFact(Prerequisite.Sound)]
    public async Task Devices_are_listed_with_what_they_do_and_their_rates()
    {
        var cards = new FileSoundCards(_directory).With("headset", 44_100).With("default", 48_000);

        var lines = (await RunAsync(0, cards.Environment, Ptt, "--list-devices")).Split('\n');

        Assert.Contains(lines, line => line.Contains("records, plays", StringComparison.Ordinal) && line.EndsWith(" 44100 Hz  headset", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("records*, plays*", StringComparison.Ordinal) && line.EndsWith(" 48000 Hz  default", StringComparison.Ordinal));
    }

    [LiveFact(Prerequisite.Sound)]
    public async Task A_device_that_nobody_has_is_one_sentence_with_those_there_are()
    {
        var cards = new FileSoundCards(_directory).With("headset", 44_100).With("desk", 48_000);
        await File.WriteAllBytesAsync(PathOf("question.wav"), Pcm.ToWav(Pcm.Silence(ms: 500)));
        foreach (string[] arguments in (string[][])[[Ptt, "--input", PathOf("question.wav")], [Realtime, "talk", "Hello", "--play"]])
        {
            var said = await RunAsync(1, cards.Environment, [.. arguments, "--device", "kitchen", "--url", "http://127.0.0.1:9"]);
            Assert.Matches("""^There is no sound device "kitchen" among .*\d "headset".*\.$""", said);
            Assert.Contains("\"desk\"", said, StringComparison.Ordinal);
        }
    }

    [LiveFact(Prerequisite.Sound)]
    public async Task Without_portaudio_one_sentence_says_what_to_install_or_how_to_do_without()
    {
        // Files of these names that are no libraries are found first.
        foreach (var name in (string[])["libportaudio.so.2", "libportaudio.so"])
            await File.WriteAllTextAsync(PathOf(name), "");
        var environment = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = _directory.FullName };

        Assert.Matches(
            "^PortAudio is missing, which plays and records sound: .+portaudio.*; or do without: --input QUESTION.wav --output ANSWER.wav\\.$",
            await RunAsync(1, environment, Ptt, "--list-devices"));
        Assert.Matches(
            "^PortAudio is missing, which plays and records sound: .+portaudio.*; or do without: --save ANSWER.wav in place of --play\\.$",
            await RunAsync(1, environment, Realtime, "talk", "Hello", "--play", "--url", "http://127.0.0.1:9"));
    }

    [LiveFact(Prerequisite.Sound, Prerequisite.NoSoundCard)]
    public async Task A_machine_without_devices_says_so_and_how_to_do_without()
    {
        var environment = new Dictionary<string, string?> { ["ALSA_CONFIG_PATH"] = null, ["HOME"] = _directory.FullName };

        Assert.Equal(
            "This machine has no sound device: plug one in, or do without: --input QUESTION.wav --output ANSWER.wav.",
            await RunAsync(1, environment, Ptt, "--list-devices"));
        Assert.Equal(
            "This machine has no loudspeaker: plug one in, or do without: --save ANSWER.wav in place of --play.",
            await RunAsync(1, environment, Realtime, "talk", "Hello", "--play", "--url", "http://127.0.0.1:9"));
    }

    private static async Task<string> RunAsync(int exitCode, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using var program = new ChildProcess("dotnet", arguments, environment);
        var code = await program.ExitAsync(Patience);
        return code == exitCode ? program.Output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {code}.\n{program.Output}");
    }

    /// <summary>As long as what was saved, and as loud.</summary>
    private static void AssertPlayed(string saved, (double Seconds, double Rms) played)
    {
        using var file = File.OpenRead(saved);
        var wav = WavReader.ReadMono(file);
        var rms = Math.Sqrt(wav.Samples.ToArray().Average(sample => sample * sample)) * 32_768;
        Assert.InRange(wav.Duration.TotalSeconds, 1, 20);
        Assert.InRange(rms, 500, 20_000);
        // A device takes whole periods: a little silence may follow, nothing may be missing.
        Assert.InRange(played.Seconds, wav.Duration.TotalSeconds - 0.01, wav.Duration.TotalSeconds + 0.2);
        var expected = rms * Math.Sqrt(wav.Duration.TotalSeconds / played.Seconds);
        Assert.InRange(played.Rms, expected * 0.95, expected * 1.05);
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
