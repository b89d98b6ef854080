using Polly;
using Polly.Retry;

namespace Realtime.Compat.Backends;

/// <summary>Asks a second time where that is safe: before anything of an answer, and for a reason that may have passed.</summary>
internal static class BackendRetry
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(500);

    /// <summary>A server that wants to be left alone for longer is not waited for: the user is.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>One more attempt: at once when a connection broke that had been open, a little later when the server was busy.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Once(TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 1,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is BackendException failure && MayPass(failure)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(DelayAfter((BackendException)arguments.Outcome.Exception!)),
            })
            .Build();

    private static bool MayPass(BackendException failure) =>
        BackendFailures.IsLostConnection(failure) || (failure.Code == BackendErrorCodes.Overloaded && (failure.RetryAfter ?? Usual) <= Longest);

    private static TimeSpan DelayAfter(BackendException failure) => failure.Code == BackendErrorCodes.Overloaded ? failure.RetryAfter ?? Usual : TimeSpan.Zero;
}
