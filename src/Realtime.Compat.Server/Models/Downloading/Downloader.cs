using Polly;
using Polly.Retry;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>
/// Downloads files and lets none through that is not whole and right. What breaks off is resumed, by this call or by one after a new start; as
/// long as bytes come, attempts are not counted.
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
        foreach (var source in order.Sources)
        {
            if (failure is not null)
                line.Say($"{failure.Message}; asking {source.Host}.");
            try
            {
                return await FromAsync(source, order, path, line, cancellationToken);
            }
            catch (DownloadException reason)
            {
                failure = reason;
            }
        }

        throw failure!;
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

    private async Task<DownloadedFile> FromAsync(Uri source, DownloadOrder order, string path, IPullLine line, CancellationToken cancellationToken)
    {
        var partial = new PartialFile(path);
        var fruitless = 0;
        var attempts = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = outcome => ValueTask.FromResult(
                    outcome.Outcome.Exception is DownloadException { IsTransient: true } failure && fruitless < times.FruitlessAttempts && !(failure.RetryAfter > times.LongestWish)),
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
                var before = partial.Length;
                var attempt = new DownloadAttempt(hub, source, order, partial, times.Stall, time);
                try
                {
                    await attempt.RunAsync(line, token);
                }
                catch (DownloadException)
                {
                    fruitless = partial.Length > before ? 1 : fruitless + 1;
                    throw;
                }

                return await FileVerdict.AcceptAsync(order, partial, path, source, attempt.WasResumed, line, token);
            },
            cancellationToken);
    }
}
