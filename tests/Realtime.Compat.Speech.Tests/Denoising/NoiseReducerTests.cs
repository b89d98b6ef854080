using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Denoising;

public sealed class NoiseReducerTests
{
    private const int RateHz = 16_000;

    private static readonly WavAudio Noisy = new(NoisySpeech.WithNoise(NoisySpeech.Words(3), 10, seed: 1), RateHz);

    [Theory]
    [InlineData("near_field", -10)]
    [InlineData("far_field", -15)]
    public void Of_the_microphones_own_signal_as_much_stays_in_the_models_as_the_field_says(string field, double leftDb)
    {
        var denoiser = new ScriptedDenoiser();

        var cleaned = new NoiseReducer(denoiser).Reduce(Noisy, NoiseReductionField.Parse(field)!.Value);

        // The model leaves silence, so all that is left is the share.
        Assert.Equal([Noisy.Samples.Length], denoiser.Lengths);
        Assert.Equal(leftDb, 20 * Math.Log10(cleaned.Samples.Span[1234] / Noisy.Samples.Span[1234]), 1);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(25)]
    public void What_is_clean_is_left_as_it_is(double snrDb)
    {
        var denoiser = new ScriptedDenoiser();
        var clean = new WavAudio(NoisySpeech.WithNoise(NoisySpeech.Words(3), snrDb, seed: 2), RateHz);

        Assert.Same(clean, new NoiseReducer(denoiser).Reduce(clean, NoiseReductionStrength.Strong));
        Assert.Empty(denoiser.Lengths);
    }

    [Fact]
    public void Without_a_model_and_with_one_that_cannot_be_used_the_suppressor_does_it()
    {
        var expected = UtteranceNoise.Reduce(Noisy.Samples.ToArray(), NoiseReductionStrength.Strong);
        var broken = new ScriptedDenoiser { Status = EngineStatus.Unavailable("It is broken.") };

        Assert.Equal(expected, new NoiseReducer(null).Reduce(Noisy, NoiseReductionStrength.Strong).Samples.ToArray());
        Assert.Equal(expected, new NoiseReducer(broken).Reduce(Noisy, NoiseReductionStrength.Strong).Samples.ToArray());
    }

    [Fact]
    public void A_recording_of_another_rate_is_brought_to_the_models()
    {
        var denoiser = new ScriptedDenoiser();

        var cleaned = new NoiseReducer(denoiser).Reduce(new WavAudio(Noisy.Samples, 24_000), NoiseReductionStrength.Mild);

        Assert.Equal((RateHz, 2 * RateHz), (cleaned.SampleRateHz, cleaned.Samples.Length));
        Assert.Equal([2 * RateHz], denoiser.Lengths);
    }
}
