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
        var next = first - 1;
        Exception? breach = null;

        // Threads of their own: what a session leaves to the pool at its end finds a thread there.
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            try
            {
                for (var seed = Interlocked.Increment(ref next); seed < first + count && breach is null; seed = Interlocked.Increment(ref next))
                    SimulatedSession.Run(seed);
            }
            catch (Exception exception)
            {
                breach = exception;
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.True(breach is null, breach?.ToString());
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
