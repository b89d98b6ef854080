namespace Realtime.Compat.Audio.Tests;

public class RealFftTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(512)]
    public void Every_bin_is_what_the_definition_says_and_the_inverse_gives_back_what_went_in(int length)
    {
        var fft = new RealFft(length);
        var samples = Signals.Noise(length, 7);
        var (re, im, back) = (new float[fft.Bins], new float[fft.Bins], new float[length]);

        fft.Forward(samples, re, im);
        fft.Inverse(re, im, back);

        for (var bin = 0; bin < fft.Bins; bin++)
        {
            Assert.Equal(samples.Select((sample, i) => sample * Math.Cos(2 * Math.PI * bin * i / length)).Sum(), re[bin], 1e-4);
            Assert.Equal(samples.Select((sample, i) => -sample * Math.Sin(2 * Math.PI * bin * i / length)).Sum(), im[bin], 1e-4);
        }

        for (var i = 0; i < length; i++)
            Assert.Equal(samples[i], back[i], 1e-6f);
    }
}
