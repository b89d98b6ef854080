using System.Globalization;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>
/// Hostile inputs for a parser: random bytes, and valid samples with bytes changed, cut, doubled and spliced. <c>REALTIME_FUZZ_INPUTS</c>
/// sets how many, <c>REALTIME_FUZZ_SEED</c> the first seed; a failure names its input's seed.
/// </summary>
internal static class Mutations
{
    private const int SampleCount = 20_000;

    /// <summary>Gives each input to a parser; any exception fails the test with the seed that repeats it.</summary>
    /// <param name="samples">Valid inputs to start from.</param>
    /// <param name="parse">What must not throw.</param>
    public static void Try(IReadOnlyList<byte[]> samples, Action<byte[]> parse)
    {
        var (count, first) = (Setting("REALTIME_FUZZ_INPUTS", SampleCount), Setting("REALTIME_FUZZ_SEED", 1));
        for (var seed = first; seed < first + count; seed++)
        {
            var input = Make(samples, new Random(seed));
            try
            {
                parse(input);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Input {seed} (again: REALTIME_FUZZ_SEED={seed} REALTIME_FUZZ_INPUTS=1), {Convert.ToHexString(input)}: {exception}");
            }
        }
    }

    private static byte[] Make(IReadOnlyList<byte[]> samples, Random random)
    {
        if (samples.Count == 0 || random.Next(8) == 0)
        {
            var noise = new byte[random.Next(0, 256)];
            random.NextBytes(noise);
            return noise;
        }
        var input = samples[random.Next(samples.Count)].ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
            Change(input, samples, random);
        return [.. input];
    }

    private static void Change(List<byte> input, IReadOnlyList<byte[]> samples, Random random)
    {
        if (input.Count == 0) return;
        var at = random.Next(input.Count);
        switch (random.Next(6))
        {
            case 0:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input[at] = random.Next(2) == 0 ? byte.MaxValue : byte.MinValue;
                break;
            case 3:
                input.RemoveRange(at, random.Next(input.Count - at));
                break;
            case 4:
                input.InsertRange(at, input.GetRange(at, Math.Min(random.Next(64), input.Count - at)));
                break;
            default:
                var other = samples[random.Next(samples.Count)];
                var from = random.Next(other.Length);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other[from..]);
                break;
        }
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : standard;
}
