using Polly;
using Polly.Retry;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>
/// Downloads files and lets none through that is not whole and right. What breaks off is resumed, by this call or by one after a new start; as
/// long as it gets further, attempts are not counted.
/// </summary>
/// <param name="hub">Asks servers.</param>
/// <param name="times">How patient it is.</param>
/// <param name="time">Times stalls and pauses.</param>
internal sealed class Downloader(HubClient hub, RetryTimes times, TimeProvider time)
{
    /// <summary>Downloads a file.</summary>
    /// <param name="order">Which.</param>
    /// <param name="path">Where it goes; beside it lies what has come of it so far.</param>
    /// <param name="line">Shows how far it is.</param>
    /// <param name="cancellationToken">Ends it; what has come stays and is resumed.</param>
    /// <exception cref="DownloadException">No source has it, or has the right one.</exception>
    /// <exception cref="IOException">The disk is full, or cannot be written.</exception>
    public async Task<DownloadedFile> DownloadAsync(DownloadOrder order, string path, IPullLine line, CancellationToken cancellationToken)
    {
        if (await FinishedAsync(order, path, line, cancellationToken) is { } there)
            return there;
        DownloadException? failure = null;
        // Who cannot be reached is passed over while there are others, and asked again after them, patiently.
        var unreachable = new List<Uri>();
        foreach (var (source, isPatient) in order.Sources.Select(source => (source, order.Sources.Count == 1)).Concat(Again()))
        {
            if (failure is not null)
                line.Say($"{failure.Message}; asking {source.Host}.");
            try
            {
                return await FromAsync(source, isPatient, order, path, line, cancellationToken);
            }
            catch (DownloadException reason)
            {
                failure = reason;
                if (reason.IsUnreachable && !isPatient)
                    unreachable.Add(source);
            }
        }

        throw failure!;

        // Read when the first round has ended.
        IEnumerable<(Uri Source, bool IsPatient)> Again()
        {
            foreach (var source in unreachable)
                yield return (source, true);
        }
    }

    /// <summary>A file that an earlier run has finished but not used.</summary>
    private static async Task<DownloadedFile?> FinishedAsync(DownloadOrder order, string path, IPullLine line, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || order.Accept.Count == 0)
            return null;
        var size = new FileInfo(path).Length;
        var sha256 = await FileDigest.Sha256Async(path, read => line.At(PullPhase.Checking, read, size), cancellationToken);
        if (order.Accept.Any(file => file.Sha256 == sha256))
            return new DownloadedFile(path, sha256, size);
        File.Delete(path);
        return null;
    }

    private async Task<DownloadedFile> FromAsync(Uri source, bool isPatient, DownloadOrder order, string path, IPullLine line, CancellationToken cancellationToken)
    {
        var partial = new PartialFile(path);
        // Bytes count where they lead further than ever: those that are thrown away and sent again would be counted for ever.
        var (fruitless, farthest, wasWrong) = (0, 0L, false);
        var attempts = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = outcome => ValueTask.FromResult(
                    outcome.Outcome.Exception is DownloadException { IsTransient: true } failure && fruitless < times.FruitlessAttempts
                    && (isPatient || !failure.IsUnreachable) && !(failure.RetryAfter > times.LongestWish)),
                DelayGenerator = outcome => ValueTask.FromResult<TimeSpan?>(times.PauseAfter(fruitless, ((DownloadException)outcome.Outcome.Exception!).RetryAfter)),
                OnRetry = outcome =>
                {
                    line.Say($"{outcome.Outcome.Exception!.Message}; trying again in {Math.Max(1, Math.Round(outcome.RetryDelay.TotalSeconds))} s.");
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        return await attempts.ExecuteAsync(
            async token =>
            {
                var attempt = new DownloadAttempt(hub, source, order, partial, times.Stall, time);
                try
                {
                    await attempt.RunAsync(line, token);
                }
                catch (DownloadException)
                {
                    fruitless = partial.Length > farthest ? 1 : fruitless + 1;
                    farthest = Math.Max(farthest, partial.Length);
                    throw;
                }

                try
                {
                    return await FileVerdict.AcceptAsync(order, partial, path, source, mayBeMixed: attempt.WasResumed && !wasWrong, line, token);
                }
                catch (DownloadException)
                {
                    (farthest, wasWrong) = (0, true);
                    throw;
                }
            },
            cancellationToken);
    }
}
