using Realtime.Compat.Audio;

namespace Realtime.Compat.Client.Tests;

public sealed class PcmFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-client-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(44_100)]
    [InlineData(16_000)]
    [InlineData(24_000)]
    public void A_file_of_any_rate_keeps_its_length_and_its_loudness(int rateHz)
    {
        var tone = Enumerable.Range(0, rateHz).Select(i => 0.5f * MathF.Sin(2 * MathF.PI * 440 * i / rateHz)).ToArray();
        var path = PathOf("tone.wav");
        File.WriteAllBytes(path, WavWriter.ToBytes(tone, rateHz));

        var pcm = PcmFile.Read(path);

        Assert.InRange(pcm.Length / 2, 24_000 - 100, 24_000 + 100);
        // A sine of half of full scale: 20 log(0.5 / √2).
        Assert.InRange(Sound.Loudness.OfPcm16(pcm), -9.2, -8.9);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        byte[] pcm = [1, 2, 3, 4];
        PcmFile.Write(PathOf("a.wav"), pcm);
        Assert.Equal(pcm, PcmFile.Read(PathOf("a.wav")));
    }

    [Fact]
    public void What_is_no_wav_file_is_one_sentence()
    {
        File.WriteAllText(PathOf("bad.wav"), "nonsense");
        Assert.StartsWith($"{PathOf("bad.wav")} cannot be read as a WAV file: ", Assert.Throws<RealtimeClientException>(() => PcmFile.Read(PathOf("bad.wav"))).Message, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
