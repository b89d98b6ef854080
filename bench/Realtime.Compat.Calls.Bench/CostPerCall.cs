using System.Diagnostics;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.Calls.Bench;

/// <summary>Processor time and memory of calls that speak and are spoken to all the time (Opus, both directions).</summary>
internal static class CostPerCall
{
    public static async Task MeasureAsync(int calls, TimeSpan length)
    {
        await using var server = await ServerProcess.StartAsync();
        // What the first call of a process loads belongs to the process.
        await (await server.CallAsync()).Link.DisposeAsync();
        await UntilNoCallsAsync(server);
        var before = await server.StatisticsAsync(collect: true);
        var links = new List<UdpLink>();
        for (var i = 0; i < calls; i++)
            links.Add((await server.CallAsync()).Link);

        await SpeakAsync(links, TimeSpan.FromSeconds(4));
        var started = Stopwatch.GetTimestamp();
        var first = await server.StatisticsAsync();
        await SpeakAsync(links, length);
        var last = await server.StatisticsAsync();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var after = await server.StatisticsAsync(collect: true);

        var share = (last.ProcessorMs - first.ProcessorMs) / elapsed / calls;
        Console.WriteLine(
            $"{calls,3} calls, both directions: {share:P2} of a core a call, {(after.ResidentBytes - before.ResidentBytes) / 1024.0 / calls:F0} KiB resident "
            + $"and {(after.ManagedBytes - before.ManagedBytes) / 1024.0 / calls:F0} KiB managed a call, {last.Threads} threads");
        foreach (var link in links)
            await link.DisposeAsync();
    }

    public static async Task UntilNoCallsAsync(ServerProcess server)
    {
        while ((await server.StatisticsAsync()).Calls > 0)
            await Task.Delay(20);
    }

    /// <summary>All callers speak in time, twenty milliseconds of something like a voice after the other.</summary>
    private static async Task SpeakAsync(List<UdpLink> links, TimeSpan length)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var random = new Random(1);
        var frame = new short[480];
        var at = 0;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < length;)
        {
            for (var i = 0; i < frame.Length; i++, at++)
                frame[i] = (short)(3000 * Math.Sin(at * 0.05) * (1 + Math.Sin(at * 0.0007)) + 2000 * Math.Sin(at * 0.21) + random.Next(-500, 500));
            foreach (var link in links)
                link.With(peer => peer.Speak(frame));
            await timer.WaitForNextTickAsync();
        }
    }
}
