using System.Diagnostics;
using System.Globalization;
using Realtime.Compat.AspNetCore.Tests.Support;
using Xunit.Abstractions;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>
/// Hostile clients on real sockets, in both dialects. <c>REALTIME_FUZZ_INPUTS</c> sets how many messages, <c>REALTIME_FUZZ_SEED</c> the first
/// connection's seed: <c>REALTIME_FUZZ_INPUTS=1000000 dotnet test tests/Realtime.Compat.AspNetCore.Tests --filter SocketFuzz</c> for a long run.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class SocketFuzzTests(ITestOutputHelper output)
{
    private const int Connections = 16;

    /// <summary>
    /// What the process may hold after everybody left, beyond what it held before: buffers that the pools keep for the next client and let go
    /// after half a minute. Measured: 20 MiB after 20,000 inputs, 51 MiB after 200,000, and less than at the start 37 seconds later.
    /// </summary>
    private const long HeapBoundBytes = 96 << 20;

    [Fact]
    public async Task Whatever_clients_send_the_server_lives_answers_by_the_protocol_and_forgets_them()
    {
        var (inputs, seed) = (Setting("REALTIME_FUZZ_INPUTS", 20_000), Setting("REALTIME_FUZZ_SEED", 1));
        var models = new HostileModels(seed);
        var log = new DefectLog();
        await using var app = await models.ServeAsync(log);
        await RunAsync(app, new AnswerJudge(), seed, inputs / 20);
        await app.IdleAsync();
        var before = HeapBytes();

        var judge = new AnswerJudge();
        var watch = Stopwatch.StartNew();
        var (sent, answers, connections) = await RunAsync(app, judge, seed, inputs);
        await app.IdleAsync();
        var (elapsed, shapes) = (watch.Elapsed, judge.Shapes);
        await judge.AskSchemaAsync();

        var after = HeapBytes();
        output.WriteLine(FormattableString.Invariant(
            $"{sent} inputs, {connections} connections, {answers} answers of {shapes} shapes in {elapsed.TotalSeconds:0.0} s; heap {before >> 10} KiB before, {after >> 10} KiB after."));
        Assert.Empty(log.Defects);
        Assert.Equal(0, models.Running);
        Assert.InRange(after, 0, before + HeapBoundBytes);
    }

    private static async Task<(long Sent, long Answers, int Connections)> RunAsync(RealtimeApp app, AnswerJudge judge, int seed, int inputs)
    {
        List<int> seeds = [];
        long sent = 0;
        for (; sent < inputs; sent += FuzzConnection.InputsOf(seed++))
            seeds.Add(seed);
        long answers = 0;
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (each, _) =>
        {
            using var connection = new FuzzConnection(each, app.Address, judge);
            await connection.RunAsync();
            Interlocked.Add(ref answers, connection.Answers);
        });
        return (sent, answers, seeds.Count);
    }

    private static long HeapBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
