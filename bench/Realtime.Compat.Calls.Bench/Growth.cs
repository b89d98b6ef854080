namespace Realtime.Compat.Calls.Bench;

/// <summary>Calls made and hung up, one after the other: what stays behind.</summary>
internal static class Growth
{
    public static async Task MeasureAsync(int calls)
    {
        await using var server = await ServerProcess.StartAsync();
        // Pools, thread stacks and compiled code reach their size within the first calls.
        await CallAsync(server, calls);
        var before = await server.StatisticsAsync(collect: true);
        for (var round = 1; round <= 2; round++)
        {
            await CallAsync(server, calls);
            var after = await server.StatisticsAsync(collect: true);
            Console.WriteLine(
                $"{calls} calls made and hung up: managed {Mebibytes(before.ManagedBytes)} → {Mebibytes(after.ManagedBytes)} MiB, "
                + $"resident {Mebibytes(before.ResidentBytes)} → {Mebibytes(after.ResidentBytes)} MiB, threads {before.Threads} → {after.Threads}, calls left {after.Calls}");
            before = after;
        }
    }

    private static async Task CallAsync(ServerProcess server, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            var (link, _) = await server.CallAsync();
            link.With(peer => peer.Send("an event"));
            link.With(peer => peer.Speak(new short[480]));
            await link.DisposeAsync();
        }
        await CostPerCall.UntilNoCallsAsync(server);
    }

    private static string Mebibytes(long bytes) => (bytes / 1048576.0).ToString("F1", System.Globalization.CultureInfo.InvariantCulture);
}
