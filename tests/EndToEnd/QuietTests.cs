using Realtime.Compat.LiveServer;
using Realtime.Compat.Testing;
using Xunit.Abstractions;

namespace Realtime.Compat.EndToEnd;

/// <summary>Nobody speaks: the server must not hear a turn in silence, noise or an office.</summary>
[Collection(SpokenCollection.Name)]
public sealed class QuietTests(SpokenTurns spoken, ITestOutputHelper output)
{
    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Ten_seconds_of_silence_are_no_turn() => Assert.Equal(0, await TurnsInAsync(Pcm.Silence(10_000)));

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Ten_seconds_of_a_microphones_noise_are_no_turn() => Assert.Equal(0, await TurnsInAsync(Noise(10_000, amplitude: 0.003f)));

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Recordings, Prerequisite.Mpg123)]
    public async Task An_office_is_no_turn()
    {
        var ambience = await DecodeAsync(SharedData.PathOf("audio", "noise", "office-ambience-24000-mono.mp3"));
        var turns = await TurnsInAsync(ambience);
        output.WriteLine($"| {turns} turns in {ambience.Length / Pcm.BytesPerMs / 1000} s of office");
        Assert.Equal(0, turns);
    }

    /// <summary>Sends faster than real time: turns are decided by audio time.</summary>
    private async Task<int> TurnsInAsync(byte[] pcm)
    {
        await using var socket = await RealtimeSocket.ConnectAsync(spoken.Server.SessionUrl(), spoken.NewLog());
        foreach (var piece in pcm.Chunk(100 * Pcm.BytesPerMs))
            await socket.AppendAsync(piece);
        await socket.SendAsync(new { type = "input_audio_buffer.clear" });
        await socket.NextAsync("input_audio_buffer.cleared");
        return socket.Events.Count(received => received.Type == "input_audio_buffer.speech_started");
    }

    /// <summary>Gaussian noise, always the same.</summary>
    private static byte[] Noise(int ms, float amplitude)
    {
        var random = new Random(1);
        var samples = new float[Pcm.RateHz / 1000 * ms];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = amplitude * MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
        return Pcm.FromSamples(samples, Pcm.RateHz);
    }

    private static async Task<byte[]> DecodeAsync(string mp3)
    {
        var wav = Path.GetTempFileName();
        try
        {
            await using var mpg123 = new ChildProcess("mpg123", ["-q", "-r", "24000", "-m", "-w", wav, mp3]);
            Assert.True(await mpg123.ExitAsync(TimeSpan.FromSeconds(60)) == 0, mpg123.Output);
            return Pcm.ReadWav(wav);
        }
        finally
        {
            File.Delete(wav);
        }
    }
}
