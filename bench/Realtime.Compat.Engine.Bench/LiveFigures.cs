using System.Diagnostics;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.Engine.Bench;

/// <summary>
/// What the front end costs on the real clock, where streams come at moments of their own: each sends 20 ms of audio every 20 ms, and each message is taken up
/// by a thread of the pool, as a server's are. The processor time of the process, less what the same messages take when nothing is done with them.
/// </summary>
internal static class LiveFigures
{
    private static readonly int[] Numbers = [4, 8, 16, 64];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);

    public static async Task PrintAsync(int[] numbers)
    {
        var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        var messages = SpokenAppends.Messages();
        using var batcher = new VoiceActivityBatcher(model, TimeProvider.System, fewestStreams: 1);
        // Compiles all there is to compile.
        await MeasureAsync(16, () => new LiveStream(messages, new SileroVoiceActivityDetector(model)));
        await MeasureAsync(16, () => new LiveStream(messages, batcher.CreateDetector()));

        Console.WriteLine("| Live streams | each frame alone, ms of a core a second of audio | batched | batched ÷ alone | mean wait for the answer alone, ms | batched |\n|---:|---:|---:|---:|---:|---:|");
        foreach (var streams in numbers is [] ? Numbers : numbers)
        {
            var nothing = await MeasureAsync(streams, () => new LiveStream(messages, null));
            var alone = await MeasureAsync(streams, () => new LiveStream(messages, new SileroVoiceActivityDetector(model)));
            var batched = await MeasureAsync(streams, () => new LiveStream(messages, batcher.CreateDetector()));
            var (costAlone, costBatched) = (alone.CoreMs - nothing.CoreMs, batched.CoreMs - nothing.CoreMs);
            Console.WriteLine($"| {streams} | {costAlone:F3} | {costBatched:F3} | {costBatched / costAlone:F2} | {alone.WaitMs:F2} | {batched.WaitMs:F2} |");
        }
    }

    private static async Task<(double CoreMs, double WaitMs)> MeasureAsync(int count, Func<LiveStream> create)
    {
        var random = new Random(1);
        var streams = Enumerable.Range(0, count).Select(_ => (Stream: create(), PhaseMs: LiveStream.AppendMs * random.NextDouble())).OrderBy(stream => stream.PhaseMs).ToArray();
        using var ending = new CancellationTokenSource();
        var sending = Task.Factory.StartNew(() => Send(streams, ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(WarmUp);
        foreach (var (stream, _) in streams)
            stream.Forget();
        var (used, since) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.Delay(Measured);
        var coreMs = (Environment.CpuUsage.TotalTime - used).TotalMilliseconds / Stopwatch.GetElapsedTime(since).TotalSeconds / count;
        await ending.CancelAsync();
        await sending;
        return (coreMs, streams.Average(stream => stream.Stream.MeanWaitMs));
    }

    private static void Send((LiveStream Stream, double PhaseMs)[] streams, CancellationToken ending)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; !ending.IsCancellationRequested; round++)
        {
            foreach (var (stream, phaseMs) in streams)
            {
                var early = TimeSpan.FromMilliseconds(round * LiveStream.AppendMs + phaseMs) - Stopwatch.GetElapsedTime(start);
                // Threads sleep for whole milliseconds: what is due within one is sent now.
                if (early > TimeSpan.FromMilliseconds(1))
                    Thread.Sleep(early);
                stream.Send();
            }
        }
    }
}
