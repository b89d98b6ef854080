namespace Realtime.Compat.Calls.Bench;

/// <summary>From the offer to an open channel on loopback, the caller's own half of the handshakes included.</summary>
internal static class SetupTime
{
    public static async Task MeasureAsync(int coldRuns, int warmRuns)
    {
        // The caller's code is warmed up first, so that only the endpoint is cold.
        await using (var server = await ServerProcess.StartAsync())
        {
            for (var i = 0; i < 3; i++)
                await (await server.CallAsync()).Link.DisposeAsync();
        }

        var cold = new List<double>();
        for (var run = 0; run < coldRuns; run++)
        {
            await using var server = await ServerProcess.StartAsync();
            var (link, openMs) = await server.CallAsync();
            cold.Add(openMs);
            await link.DisposeAsync();
        }

        var warm = new List<double>();
        await using (var server = await ServerProcess.StartAsync())
        {
            for (var run = 0; run < warmRuns; run++)
            {
                var (link, openMs) = await server.CallAsync();
                warm.Add(openMs);
                await link.DisposeAsync();
            }
        }
        Console.WriteLine($"set-up, first call of a process: {Median(cold):F0} ms median, {cold.Max():F0} ms worst of {coldRuns}");
        Console.WriteLine($"set-up, later calls: {Median(warm):F1} ms median, {warm.Max():F1} ms worst of {warmRuns}");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
