using Xunit.Abstractions;

namespace Realtime.Compat.Audio.Tests;

public class ResamplerTests(ITestOutputHelper output)
{
    public static TheoryData<int, int> Ratios => new()
    {
        { 24000, 16000 }, { 16000, 24000 }, { 24000, 8000 }, { 8000, 24000 }, { 16000, 8000 }, { 8000, 16000 },
        { 44100, 16000 }, { 48000, 16000 }, { 22050, 16000 }, { 44100, 24000 }, { 48000, 24000 }, { 22050, 24000 }, { 24000, 48000 }, { 24000, 44100 },
    };

    [Theory]
    [MemberData(nameof(Ratios))]
    public void The_pass_band_comes_through_unchanged_in_time_and_level(int inputRateHz, int outputRateHz)
    {
        var nyquist = Math.Min(inputRateHz, outputRateHz) / 2.0;
        foreach (var frequency in new[] { 997, nyquist * 0.4, nyquist * 0.85, nyquist * 0.9 })
        {
            var resampled = Resample(inputRateHz, outputRateHz, Signals.Sine(frequency, inputRateHz, inputRateHz));
            var expected = Signals.Sine(frequency, outputRateHz, resampled.Length);
            var (signal, error) = (0.0, 0.0);
            for (var i = outputRateHz / 10; i < resampled.Length - outputRateHz / 10; i++)
            {
                signal += (double)expected[i] * expected[i];
                error += Math.Pow(resampled[i] - expected[i], 2);
            }

            // Against the very sine at output time: a wrong delay, level or rate shows as noise. Level is flat to 1e-5 near the edge.
            var snr = 10 * Math.Log10(signal / error);
            output.WriteLine($"{inputRateHz}->{outputRateHz} at {frequency:F0} Hz: {snr:F1} dB");
            Assert.True(snr >= (frequency < nyquist * 0.5 ? 120 : 95), $"{inputRateHz}->{outputRateHz}: {snr:F1} dB at {frequency:F0} Hz");
        }
    }

    [Theory]
    [InlineData(24000, 16000)]
    [InlineData(16000, 24000)]
    public void Adds_no_noise_nor_harmonics_anywhere_in_the_pass_band(int inputRateHz, int outputRateHz)
    {
        var nyquist = Math.Min(inputRateHz, outputRateHz) / 2.0;
        foreach (var part in new[] { 0.05, 0.1247, 0.3, 0.5, 0.7, 0.85 })
        {
            var frequency = part * nyquist;
            var (amplitude, residual) = FitSine(Resample(inputRateHz, outputRateHz, Signals.Sine(frequency, inputRateHz, inputRateHz)), frequency, outputRateHz);
            var snr = 20 * Math.Log10(amplitude / Math.Sqrt(2) / residual);
            output.WriteLine($"{inputRateHz}->{outputRateHz} at {frequency:F0} Hz: {snr:F1} dB, level {amplitude / 0.5:F6}");
            Assert.True(snr >= 120, $"{snr:F1} dB at {frequency:F0} Hz");
            Assert.Equal(0.5, amplitude, 1e-4);
        }
    }

    [Theory]
    [InlineData(24000, 16000)]
    [InlineData(24000, 8000)]
    [InlineData(44100, 16000)]
    [InlineData(48000, 16000)]
    [InlineData(48000, 24000)]
    public void What_lies_above_the_new_nyquist_is_gone(int inputRateHz, int outputRateHz)
    {
        var nyquist = outputRateHz / 2.0;
        foreach (var part in new[] { 1.1, 1.17, 1.25, 1.33, 1.42, 1.49, 1.8, 2.5 })
        {
            if (part * nyquist >= inputRateHz / 2.0) continue;
            var resampled = Resample(inputRateHz, outputRateHz, Signals.Sine(part * nyquist, inputRateHz, inputRateHz));
            var middle = resampled.AsSpan(outputRateHz / 10, resampled.Length - outputRateHz / 5);
            var power = 0.0;
            foreach (var sample in middle) power += (double)sample * sample;
            var alias = 10 * Math.Log10(power / middle.Length / (0.5 * 0.5 / 2));
            output.WriteLine($"{inputRateHz}->{outputRateHz} at {part:F2} of Nyquist: {alias:F1} dB");
            Assert.True(alias <= -100, $"{alias:F1} dB at {part:F2} of Nyquist");
        }
    }

    [Theory]
    [InlineData(24000, 16000)]
    [InlineData(44100, 16000)]
    [InlineData(48000, 8000)]
    public void A_detectors_resampler_keeps_speech_to_70_dB_and_waits_half_as_long(int inputRateHz, int outputRateHz)
    {
        var nyquist = outputRateHz / 2.0;
        foreach (var part in new[] { 0.05, 0.5, 0.85 })
        {
            var (amplitude, residual) = FitSine(Resample(inputRateHz, outputRateHz, Signals.Sine(part * nyquist, inputRateHz, inputRateHz), ResamplerQuality.Detection), part * nyquist, outputRateHz);
            Assert.Equal(0.5, amplitude, 5e-4);
            Assert.True(20 * Math.Log10(amplitude / Math.Sqrt(2) / residual) >= 70, $"{residual} beside {amplitude} at {part:F2} of Nyquist");
        }

        foreach (var part in new[] { 1.15, 1.3, 1.49 })
        {
            var folded = Resample(inputRateHz, outputRateHz, Signals.Sine(part * nyquist, inputRateHz, inputRateHz), ResamplerQuality.Detection);
            var middle = folded.AsSpan(outputRateHz / 10, folded.Length - outputRateHz / 5).ToArray();
            Assert.True(10 * Math.Log10(middle.Average(sample => (double)sample * sample) / (0.5 * 0.5 / 2)) <= -70, $"{part:F2} of Nyquist folds back");
        }

        Assert.True(
            new Resampler(inputRateHz, outputRateHz, ResamplerQuality.Detection).Delay < 0.6 * new Resampler(inputRateHz, outputRateHz).Delay);
    }

    [Theory]
    [MemberData(nameof(Ratios))]
    public void Any_cutting_of_the_input_gives_the_same_bits(int inputRateHz, int outputRateHz)
    {
        var input = Signals.Noise(inputRateHz / 2, seed: inputRateHz + outputRateHz);
        var whole = Resample(inputRateHz, outputRateHz, input);
        foreach (var longest in new[] { 2, 37, 700, 5000 })
        {
            var random = new Random(longest);
            var resampler = new Resampler(inputRateHz, outputRateHz);
            var pieces = new List<float>();
            for (var at = 0; at < input.Length;)
            {
                var piece = input.AsSpan(at, Math.Min(random.Next(longest + 1), input.Length - at));
                var room = new float[resampler.MaxOutputLength(piece.Length)];
                pieces.AddRange(room[..resampler.Process(piece, room)]);
                at += piece.Length;
            }

            var rest = new float[resampler.MaxOutputLength(0)];
            pieces.AddRange(rest[..resampler.Flush(rest)]);
            Assert.Equal(whole, pieces);
        }
    }

    [Theory]
    [MemberData(nameof(Ratios))]
    public void As_much_time_comes_out_as_went_in(int inputRateHz, int outputRateHz)
    {
        foreach (var length in new[] { 0, 1, 2, 100, 479, 480, 1023, 1024, 1025, 12345 })
            Assert.Equal((int)(((long)length * outputRateHz + inputRateHz - 1) / inputRateHz), Resample(inputRateHz, outputRateHz, new float[length]).Length);
    }

    [Theory]
    [InlineData(24000, 16000, 2.4)]
    [InlineData(16000, 24000, 2.6)]
    [InlineData(24000, 8000, 4.8)]
    [InlineData(44100, 16000, 2.5)]
    public void Holds_back_no_more_than_its_delay(int inputRateHz, int outputRateHz, double mostMs)
    {
        var resampler = new Resampler(inputRateHz, outputRateHz);
        var room = new float[outputRateHz];
        var written = resampler.Process(new float[inputRateHz / 2], room);
        var heldMs = 500 - 1000.0 * written / outputRateHz;

        Assert.InRange(resampler.Delay.TotalMilliseconds, 1, mostMs);
        Assert.InRange(heldMs, 0, resampler.Delay.TotalMilliseconds + 1000.0 / outputRateHz);
    }

    [Fact]
    public void A_steady_stream_of_20_ms_gives_20_ms_each()
    {
        var resampler = new Resampler(24000, 16000);
        var room = new float[resampler.MaxOutputLength(480)];
        resampler.Process(new float[480], room);
        for (var i = 0; i < 50; i++) Assert.Equal(320, resampler.Process(new float[480], room));
    }

    [Fact]
    public void A_constant_stays_constant()
    {
        foreach (var (inputRateHz, outputRateHz) in new[] { (24000, 16000), (22050, 24000), (44100, 16000) })
        {
            var resampled = Resample(inputRateHz, outputRateHz, Enumerable.Repeat(0.5f, inputRateHz).ToArray());
            Assert.All(resampled[(outputRateHz / 100)..^(outputRateHz / 100)], sample => Assert.Equal(0.5f, sample, 1e-6f));
        }
    }

    [Fact]
    public void Equal_rates_pass_through_at_once()
    {
        var resampler = new Resampler(16000, 16000);
        var input = Signals.Noise(100, seed: 1);
        var room = new float[resampler.MaxOutputLength(100)];
        Assert.Equal(100, resampler.Process(input, room));
        Assert.Equal(input, room);
        Assert.Equal(TimeSpan.Zero, resampler.Delay);
        Assert.Equal(0, resampler.Flush(room));
    }

    [Fact]
    public void Flush_and_reset_start_a_new_stream()
    {
        var input = Signals.Noise(1000, seed: 2);
        var resampler = new Resampler(24000, 16000);
        var room = new float[resampler.MaxOutputLength(1000)];
        var fresh = room[..resampler.Process(input, room)];
        resampler.Flush(room);
        Assert.Equal(fresh, room[..resampler.Process(input, room)]);
        resampler.Reset();
        Assert.Equal(fresh, room[..resampler.Process(input, room)]);
    }

    [Fact]
    public void Too_little_room_is_refused_before_anything_is_taken()
    {
        var resampler = new Resampler(24000, 16000);
        var room = new float[resampler.MaxOutputLength(4800)];
        var input = Signals.Noise(4800, seed: 3);
        Assert.Throws<ArgumentException>(() => resampler.Process(input, new float[100]));
        Assert.Equal(Resample(24000, 16000, input)[..3000], room[..resampler.Process(input, room)][..3000]);
    }

    [Theory]
    [InlineData(0, 16000)]
    [InlineData(16000, -1)]
    [InlineData(16000, int.MaxValue)]
    public void Impossible_rates_are_refused(int inputRateHz, int outputRateHz) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(inputRateHz, outputRateHz));

    [Fact]
    public void A_ratio_that_would_take_a_giant_filter_is_refused() =>
        Assert.Throws<NotSupportedException>(() => new Resampler(767_999, 768_000));

    [Fact]
    public void Allocates_nothing()
    {
        var resampler = new Resampler(24000, 16000);
        var input = Signals.Noise(480, seed: 4);
        var room = new float[resampler.MaxOutputLength(480)];
        Allocations.AssertNone(() => resampler.Process(input, room));
        Allocations.AssertNone(() =>
        {
            resampler.Process(input, room);
            resampler.Flush(room);
        });
    }

    [Fact]
    public void Every_vector_width_computes_the_same_product()
    {
        foreach (var length in new[] { 16, 32, 48, 112, 128 })
        {
            var (a, b) = (Signals.Noise(length, seed: 5), Signals.Noise(length, seed: 6));
            var expected = a.Zip(b, (x, y) => (double)x * y).Sum();
            Assert.Equal(expected, DotProduct.By512(a, b), 1e-5);
            Assert.Equal(expected, DotProduct.By256(a, b), 1e-5);
            Assert.Equal(expected, DotProduct.By128(a, b), 1e-5);
        }
    }

    private static float[] Resample(int inputRateHz, int outputRateHz, float[] input, ResamplerQuality quality = ResamplerQuality.Transparent)
    {
        var resampler = new Resampler(inputRateHz, outputRateHz, quality);
        var room = new float[resampler.MaxOutputLength(input.Length)];
        var written = resampler.Process(input, room);
        return room[..(written + resampler.Flush(room.AsSpan(written)))];
    }

    /// <summary>Least squares: the amplitude of the one sine, and the effective value of all else.</summary>
    private static (double Amplitude, double Residual) FitSine(float[] samples, double frequencyHz, int rateHz)
    {
        var (from, to) = (rateHz / 10, samples.Length - rateHz / 10);
        var step = 2 * Math.PI * frequencyHz / rateHz;
        double ss = 0, sc = 0, cc = 0, ys = 0, yc = 0;
        for (var i = from; i < to; i++)
        {
            var (sine, cosine) = Math.SinCos(step * i);
            ss += sine * sine;
            sc += sine * cosine;
            cc += cosine * cosine;
            ys += samples[i] * sine;
            yc += samples[i] * cosine;
        }

        var determinant = ss * cc - sc * sc;
        var (a, b) = ((ys * cc - yc * sc) / determinant, (yc * ss - ys * sc) / determinant);
        var residual = 0.0;
        for (var i = from; i < to; i++) residual += Math.Pow(samples[i] - a * Math.Sin(step * i) - b * Math.Cos(step * i), 2);
        return (Math.Sqrt(a * a + b * b), Math.Sqrt(residual / (to - from)));
    }
}
