using System.Globalization;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>
/// Random sessions against the rules, on all cores and so beside no other test. <c>REALTIME_SIMULATIONS</c> sets how many, <c>REALTIME_SIMULATION_SEED</c> the first seed:
/// <c>REALTIME_SIMULATIONS=10000000 ./test.sh Engine</c> for a long run, <c>REALTIME_SIMULATIONS=1 REALTIME_SIMULATION_SEED=n</c> to see one again.
/// </summary>
[CollectionDefinition(nameof(SimulationTests), DisableParallelization = true)]
[Collection(nameof(SimulationTests))]
public class SimulationTests
{
    [Fact]
    public void No_interleaving_breaks_the_rules()
    {
        var count = Setting("REALTIME_SIMULATIONS", 100_000);
        var first = Setting("REALTIME_SIMULATION_SEED", 1);
        Parallel.For(first, first + count, SimulatedSession.Run);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
