using System.Diagnostics;

namespace Realtime.Compat.Load;

/// <summary>Measures one number of sessions on a server of their own.</summary>
internal static class LoadRun
{
    private const int OpenAtOnce = 16;

    /// <summary>Time for compilers to finish and for each session to speak once.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    public static async Task<LoadResult> RunAsync(int sessions, TimeSpan duration, Recording[] recordings, bool unbatched, CancellationToken cancellationToken)
    {
        using var server = await ServerProcess.StartAsync(unbatched, cancellationToken);
        await Calibration.RunAsync(server.Url, recordings, cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        var before = await server.LiveBytesAsync(cancellationToken);

        var microphones = Enumerable.Range(0, sessions).Select(i => new Microphone(recordings, seed: i)).ToArray();
        try
        {
            await Parallel.ForEachAsync(
                microphones,
                new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = cancellationToken },
                async (microphone, cancelled) => await microphone.OpenAsync(server.Url, cancelled));
            await Task.Delay(Settle, cancellationToken);
            var idle = await server.LiveBytesAsync(cancellationToken);

            var pacer = new Pacer(microphones);
            await Task.Delay(WarmUp, cancellationToken);
            foreach (var microphone in microphones)
                microphone.StartCounting();
            var (started, used) = (Stopwatch.GetTimestamp(), server.ProcessorTime);
            await Task.Delay(duration, cancellationToken);
            var cores = (server.ProcessorTime - used) / Stopwatch.GetElapsedTime(started);
            foreach (var microphone in microphones)
                microphone.StopCounting();
            pacer.Dispose();
            var listening = await server.LiveBytesAsync(cancellationToken);

            return new LoadResult(
                sessions, cores, Kilobytes(idle - before), Kilobytes(listening - before), pacer.LagP99Ms,
                TurnLog.Of(microphones.Select(microphone => microphone.Log)));
        }
        finally
        {
            await Parallel.ForEachAsync(microphones, CancellationToken.None, async (microphone, _) => await microphone.DisposeAsync());
        }

        double Kilobytes(long bytes) => bytes / 1024.0 / sessions;
    }
}
