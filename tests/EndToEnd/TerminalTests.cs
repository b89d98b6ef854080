using Realtime.Compat.Audio;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>The push-to-talk client as its user meets it: keys, screen, microphone and loudspeaker (ALSA's file plug-in stands for the card).</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-terminal-");

    private static string Client => Checkout.Built("Realtime.Compat.PushToTalk", "realtime-ptt");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Sound, Prerequisite.Terminal)]
    [InlineData(48_000)]
    [InlineData(44_100)]
    public async Task K_speaks_K_asks_the_answer_is_shown_and_played_and_Q_ends(int rateHz)
    {
        await using var worker = await RunningWorker.StartAsync();
        await using var server = await RunningServer.StartAsync();
        var question = WavReader.ReadMono(Pcm.ToWav(await worker.SpeakAsync("what is the weather in paris today"), rateHz));
        var cards = new FileSoundCards(_directory).With("default", rateHz, question.Samples);
        await using var screen = await TerminalScreen.StartAsync($"env ALSA_CONFIG_PATH={cards.Environment["ALSA_CONFIG_PATH"]} dotnet {Client} --url {server.Url}");

        Assert.Contains("sess_", await screen.ShowsAsync("ready"), StringComparison.Ordinal);
        await screen.PressAsync("k");
        await screen.ShowsAsync("● recording");
        // How loud the question is.
        await screen.ShowsAsync("█");
        await Task.Delay(TimeSpan.FromSeconds(4));
        await screen.PressAsync("k");
        var answered = await screen.ShowsAsync("done");
        Assert.Contains("You said: ", answered, StringComparison.Ordinal);
        Assert.Contains("weather", answered, StringComparison.Ordinal);
        Assert.Contains("first sound", answered, StringComparison.Ordinal);
        await screen.ShowsAsync("ready");
        await screen.PressAsync("q");
        await screen.ShowsAsync("ended 0");

        var (seconds, rms) = cards.Played("default");
        Assert.InRange(seconds, 1, 10);
        Assert.InRange(rms, 500, 20_000);
    }

    [LiveFact(Prerequisite.Sound, Prerequisite.Terminal, Prerequisite.NoSoundCard)]
    public async Task Without_a_sound_device_one_sentence_says_what_to_do()
    {
        await using var screen = await TerminalScreen.StartAsync($"env -u ALSA_CONFIG_PATH HOME={_directory.FullName} dotnet {Client} --url http://127.0.0.1:9");

        var shown = await screen.ShowsAsync("ended 1");
        Assert.StartsWith("This machine has no microphone: plug one in, or do without: --input QUESTION.wav --output ANSWER.wav.", shown, StringComparison.Ordinal);
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Files_take_the_place_of_microphone_and_loudspeaker()
    {
        await using var worker = await RunningWorker.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await File.WriteAllBytesAsync(PathOf("question.wav"), Pcm.ToWav(await worker.SpeakAsync("what is the weather in paris today")));
        foreach (string[] mode in (string[][])[[], ["--hands-free"]])
        {
            await using var client = new ChildProcess("dotnet", [Client, "--url", server.Url.ToString(), "--input", PathOf("question.wav"), "--output", PathOf("answer.wav"), .. mode]);
            Assert.Equal(0, await client.ExitAsync(TimeSpan.FromSeconds(90)));
            Assert.Contains("weather", client.Output, StringComparison.Ordinal);
            Assert.InRange(Rms(Pcm.ReadWav(PathOf("answer.wav"))), 500, 20_000);
            File.Delete(PathOf("answer.wav"));
        }
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private static double Rms(ReadOnlySpan<byte> pcm)
    {
        double energy = 0;
        for (var i = 0; i + 1 < pcm.Length; i += 2)
            energy += Math.Pow(BitConverter.ToInt16(pcm[i..]), 2);
        return Math.Sqrt(energy / Math.Max(1, pcm.Length / 2));
    }
}
