namespace Realtime.Compat.Audio.Tests;

public class PlaneKernelTests
{
    [Theory]
    [InlineData(24000, 16000)]
    [InlineData(16000, 24000)]
    [InlineData(24000, 8000)]
    [InlineData(8000, 24000)]
    [InlineData(16000, 8000)]
    [InlineData(8000, 16000)]
    public void Every_kind_of_machine_gives_what_the_definition_gives(int inputRateHz, int outputRateHz)
    {
        var coefficients = PolyphaseFilter.For(inputRateHz, outputRateHz).PlaneCoefficients;
        foreach (var kernel in new[] { PlaneKernel.Avx512, PlaneKernel.Avx2, PlaneKernel.By128, PlaneKernel.Scalar })
        {
            var periods = 2 * kernel.PeriodsAtOnce(coefficients.Up);
            var planeLength = periods + coefficients.TapsPerPlane;
            var planes = Signals.Noise(coefficients.Down * planeLength, seed: 1);
            var sums = new float[coefficients.Up * periods];
            kernel.Convolve(coefficients, planes, planeLength, sums, periods, periods);
            for (var phase = 0; phase < coefficients.Up; phase++)
            {
                for (var period = 0; period < periods; period++)
                {
                    var expected = 0.0;
                    for (var plane = 0; plane < coefficients.Down; plane++)
                    {
                        for (var tap = 0; tap < coefficients.TapsPerPlane; tap++)
                            expected += planes[plane * planeLength + period + tap] * (double)coefficients.Values[(plane * coefficients.TapsPerPlane + tap) * coefficients.Up + phase];
                    }

                    Assert.Equal(expected, sums[phase * periods + period], 1e-5);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_dealt_out_to_planes_in_pieces_is_collected_again_in_pieces(int count)
    {
        const int planeLength = 100;
        var samples = Signals.Noise(count * 90, seed: count);
        var planes = new float[count * planeLength];
        var random = new Random(count);
        for (int filled = 0, next; filled < samples.Length; filled = next)
        {
            next = Math.Min(filled + random.Next(40), samples.Length);
            Planes.Split(samples.AsSpan(filled..next), planes, planeLength, count, filled);
        }

        for (var i = 0; i < samples.Length; i++) Assert.Equal(samples[i], planes[i % count * planeLength + i / count]);
        for (var skip = 0; skip < count; skip++)
        {
            var collected = new float[60];
            Planes.Join(planes, planeLength, count, skip, collected);
            Assert.Equal(samples[skip..(skip + 60)], collected);
        }
    }

    [Fact]
    public void Planes_and_dot_products_are_two_ways_to_the_same_samples()
    {
        foreach (var (inputRateHz, outputRateHz) in new[] { (24000, 16000), (16000, 24000), (24000, 8000), (8000, 24000), (16000, 8000), (8000, 16000) })
        {
            var filter = PolyphaseFilter.For(inputRateHz, outputRateHz);
            var input = Signals.Noise(5000, seed: inputRateHz);
            var (planes, dots) = (Run(new PlaneConvolver(filter), input), Run(new DotConvolver(filter), input));
            Assert.Equal(dots.Length, planes.Length);
            for (var i = 0; i < dots.Length; i++) Assert.Equal(dots[i], planes[i], 2e-6f);
        }

        static float[] Run(Convolver convolver, float[] input)
        {
            var output = new float[convolver.ReadyAfter(input.Length)];
            Assert.Equal(output.Length, convolver.Push(input, output));
            return output;
        }
    }

    [Fact]
    public void A_broken_sample_harms_no_more_than_the_filter_is_long()
    {
        var resampler = new Resampler(24000, 16000);
        var input = Signals.Noise(9600, seed: 3);
        var output = new float[resampler.MaxOutputLength(input.Length)];
        input[2000] = float.NaN;
        var written = resampler.Process(input, output);
        var broken = Enumerable.Range(0, written).Where(i => !float.IsFinite(output[i])).ToArray();
        Assert.NotEmpty(broken);
        Assert.InRange(broken[^1] - broken[0], 1, 80);
    }
}
