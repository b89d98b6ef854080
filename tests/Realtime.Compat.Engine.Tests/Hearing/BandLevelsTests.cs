using Realtime.Compat.Engine.Hearing.Interruption;

namespace Realtime.Compat.Engine.Tests.Hearing;

public class BandLevelsTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void A_tone_has_the_same_levels_at_either_rate(double hz)
    {
        var (wide, narrow) = (LevelsOf(hz, 16_000), LevelsOf(hz, 8_000));
        var loudest = wide.IndexOf(wide.Max());
        Assert.InRange(wide[loudest], -12, -3);
        Assert.Equal(wide[loudest], narrow[loudest], 0.1f);

        // Leakage far from the tone depends a little on the rate: its band alone says anything.
        Assert.All(Enumerable.Range(0, BandLevels.Bands).Where(band => Math.Abs(band - loudest) > 1), band => Assert.InRange(narrow[band], BandLevels.FloorDb, -40));
    }

    private static List<float> LevelsOf(double hz, int rateHz)
    {
        var tone = Enumerable.Range(0, rateHz / 10).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * hz * i / rateHz))).ToArray();
        ReadOnlySpan<float> rest = tone;
        var levels = new float[BandLevels.Bands];
        var bands = new BandLevels(rateHz);
        var steps = 0;
        while (bands.TryNext(ref rest, levels))
            steps++;
        Assert.Equal(6, steps);
        return [.. levels];
    }
}
