namespace Realtime.Compat.Audio.Tests;

public class SileroVadModelTests
{
    [Fact]
    public void What_is_no_model_is_refused_in_one_sentence()
    {
        foreach (var file in new[] { [], [0x08], [0xFF, 0xFF], "<!DOCTYPE html>"u8.ToArray(), new byte[1000], Enumerable.Repeat((byte)0xFF, 1000).ToArray() })
        {
            var error = Assert.Throws<InvalidDataException>(() => SileroVadModel.Load(new MemoryStream(file)));
            Assert.StartsWith("The voice activity model is not silero_vad_v6.onnx or is damaged: ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void A_file_of_any_length_is_not_swallowed_whole()
    {
        using var endless = new EndlessStream();
        Assert.Throws<InvalidDataException>(() => SileroVadModel.Load(endless));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("no-such.onnx", Assert.Throws<FileNotFoundException>(() => SileroVadModel.Load("no-such.onnx")).Message, StringComparison.Ordinal);

    [SileroFact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        var file = File.ReadAllBytes(SileroVadModel.DefaultPath);
        var random = new Random(1);
        for (var i = 0; i < 25; i++)
        {
            // The weights of 16 kHz end before the file does; what follows them is not needed but its absence shows all the same.
            var cut = file.AsMemory(0, random.Next(file.Length)).ToArray();
            Assert.Throws<InvalidDataException>(() => SileroVadModel.Load(new MemoryStream(cut)));
        }
    }

    [SileroFact]
    public void Flipped_bytes_load_or_are_refused_and_never_crash()
    {
        var file = File.ReadAllBytes(SileroVadModel.DefaultPath);
        var random = new Random(2);
        for (var i = 0; i < 40; i++)
        {
            var damaged = file.ToArray();

            // Half of the hits among the structure at the front of the 16 kHz branch, half anywhere.
            for (var hit = 0; hit < 20; hit++) damaged[random.Next(i % 2 == 0 ? damaged.Length : 4096)] = (byte)random.Next(256);
            var error = Record.Exception(() => SileroVadModel.Load(new MemoryStream(damaged)));
            Assert.True(error is null or InvalidDataException, $"{error}");
        }
    }

    [SileroFact]
    public void Weights_of_another_shape_are_refused_by_name()
    {
        var file = File.ReadAllBytes(SileroVadModel.DefaultPath);
        foreach (var tensor in new[] { "stft.forward_basis_buffer"u8.ToArray(), "decoder.rnn.weight_hh"u8.ToArray() })
        {
            var renamed = file.ToArray();
            for (var at = renamed.AsSpan().IndexOf(tensor); at >= 0; at = renamed.AsSpan().IndexOf(tensor)) renamed[at] = (byte)'?';
            var error = Assert.Throws<InvalidDataException>(() => SileroVadModel.Load(new MemoryStream(renamed)));
            Assert.Contains(System.Text.Encoding.UTF8.GetString(tensor), error.Message, StringComparison.Ordinal);
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
