using Realtime.Compat.Engine.Hearing.Interruption;

namespace Realtime.Compat.Engine.Tests.Hearing;

public class DelaySearchTests
{
    private const int Bands = BandLevels.Bands;
    private const int HeardLength = DelaySearch.Window * Bands;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 17)]
    [InlineData(3, 65)]
    public void Each_delay_is_as_like_as_the_plain_formula_says(int seed, int delay)
    {
        var random = new Random(seed);
        var search = new DelaySearch();
        Play(search, random);
        var heard = search.PlayedAt(delay).ToArray().Select(level => level - 20 + 4 * (random.NextSingle() - 0.5f)).ToArray();

        var likeness = search.Search(heard).ToArray();

        for (var i = 0; i < DelaySearch.Delays; i++)
            Assert.Equal(Plain(heard, search.PlayedAt(i).ToArray()), likeness[i], 1e-4f);
        Assert.Equal(delay, Array.IndexOf(likeness, likeness.Max()));
        Assert.InRange(likeness[delay], 0.9f, 1f);
    }

    [Fact]
    public void Where_either_side_hardly_moves_nothing_is_alike()
    {
        var search = new DelaySearch();
        Play(search, new Random(4));
        var heard = search.PlayedAt(30).ToArray();
        Assert.NotEqual(0, search.Search(heard)[30]);

        Assert.All(search.Search(Enumerable.Repeat(-60f, HeardLength).ToArray()).ToArray(), likeness => Assert.Equal(0, likeness));
        // Far delays lie in silence now; near ones reach into what was played.
        search.Played[..(60 * Bands)].Fill(BandLevels.FloorDb);
        var likeness = search.Search(heard).ToArray();
        Assert.All(likeness[^20..], far => Assert.Equal(0, far));
        Assert.NotEqual(0, likeness[0]);
    }

    /// <summary>Syllables and pauses in whole decibels, with the steps of a level that was cut off.</summary>
    private static void Play(DelaySearch search, Random random)
    {
        var played = search.Played;
        var loudness = 0f;
        for (var i = 0; i < played.Length; i++)
        {
            if (i % (6 * Bands) == 0)
                loudness = random.Next(3) == 0 ? BandLevels.FloorDb : -60 + 50 * random.NextSingle();
            played[i] = MathF.Round(Math.Max(BandLevels.FloorDb, loudness + 12 * random.NextSingle() - i % Bands));
        }
    }

    private static float Plain(float[] heard, float[] played)
    {
        double product = 0, heardPower = 0, playedPower = 0;
        for (var band = 0; band < Bands; band++)
        {
            var h = heard.Where((_, i) => i % Bands == band).Select(level => (double)level).ToArray();
            var p = played.Where((_, i) => i % Bands == band).Select(level => (double)level).ToArray();
            var (meanH, meanP) = (h.Average(), p.Average());
            product += h.Zip(p, (x, y) => (x - meanH) * (y - meanP)).Sum();
            heardPower += h.Sum(x => (x - meanH) * (x - meanH));
            playedPower += p.Sum(y => (y - meanP) * (y - meanP));
        }

        const double leastPower = HeardLength * 4;
        return heardPower < leastPower || playedPower < leastPower ? 0 : (float)(product / Math.Sqrt(heardPower * playedPower));
    }
}
