using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>The push-to-talk client as its user meets it: keys, screen, microphone and loudspeaker (ALSA's file plug-in stands for the card).</summary>
public sealed class TerminalTests : IDisposable
{
    private const int RateHz = 48_000;
    private const int WavHeaderBytes = 44;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-terminal-");

    private static string Client => Checkout.Built("Realtime.Compat.PushToTalk", "realtime-ptt");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Terminal)]
    public async Task K_speaks_K_asks_the_answer_is_shown_and_played_and_Q_ends()
    {
        await using var worker = await RunningWorker.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await WriteAlsaAsync(await worker.SpeakAsync("what is the weather in paris today"));
        await using var screen = await TerminalScreen.StartAsync($"env ALSA_CONFIG_PATH=/usr/share/alsa/alsa.conf:{PathOf("asoundrc")} dotnet {Client} --url {server.Url}");

        Assert.Contains("sess_", await screen.ShowsAsync("ready"), StringComparison.Ordinal);
        await screen.PressAsync("k");
        Assert.Contains("█", await screen.ShowsAsync("● recording"), StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(4));
        await screen.PressAsync("k");
        var answered = await screen.ShowsAsync("done");
        Assert.Contains("You said: ", answered, StringComparison.Ordinal);
        Assert.Contains("weather", answered, StringComparison.Ordinal);
        Assert.Contains("first sound", answered, StringComparison.Ordinal);
        await screen.ShowsAsync("ready");
        await screen.PressAsync("q");
        await screen.ShowsAsync("ended 0");

        var played = (await File.ReadAllBytesAsync(PathOf("heard.wav")))[WavHeaderBytes..];
        Assert.InRange(played.Length / 2.0 / RateHz, 1, 10);
        Assert.InRange(Rms(played), 500, 20_000);
    }

    [LiveFact(Prerequisite.Terminal, Prerequisite.NoSoundCard)]
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

    /// <summary>A card whose microphone hears a file and whose loudspeaker writes one, both at 48 kHz.</summary>
    private async Task WriteAlsaAsync(byte[] question)
    {
        var samples = new byte[question.Length * 2];
        for (var i = 0; i + 1 < question.Length; i += 2)
        {
            question.AsSpan(i, 2).CopyTo(samples.AsSpan(2 * i));
            question.AsSpan(i, 2).CopyTo(samples.AsSpan((2 * i) + 2));
        }

        await File.WriteAllBytesAsync(PathOf("question.raw"), samples);
        await File.WriteAllTextAsync(PathOf("asoundrc"), $$"""
            pcm.speaker { type file slave.pcm "null" file "{{PathOf("heard.wav")}}" format "wav" }
            pcm.microphone { type file slave.pcm "null" file "/dev/null" infile "{{PathOf("question.raw")}}" format "raw" }
            pcm.!default {
              type asym
              playback.pcm { type plug slave { pcm "speaker" format S16_LE rate {{RateHz}} channels 1 } }
              capture.pcm { type plug slave { pcm "microphone" format S16_LE rate {{RateHz}} channels 1 } }
            }
            """);
    }

    private static double Rms(ReadOnlySpan<byte> pcm)
    {
        double energy = 0;
        for (var i = 0; i + 1 < pcm.Length; i += 2)
            energy += Math.Pow(BitConverter.ToInt16(pcm[i..]), 2);
        return Math.Sqrt(energy / Math.Max(1, pcm.Length / 2));
    }
}
