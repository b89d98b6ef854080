using Polly;
using Polly.CircuitBreaker;

namespace Realtime.Compat.Backends.Failover;

/// <summary>Leaves a server that keeps failing alone for a while, so that users do not wait for it turn after turn.</summary>
internal static class Breaker
{
    /// <summary>How long a failing server is left alone. Then one call tries it.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>Half of at least two calls failed within this time: the server is left alone.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(60);

    /// <summary>A breaker for one server.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="opened">Told why when the server is left alone.</param>
    /// <param name="closed">Told when it works again.</param>
    public static ResiliencePipeline Of(TimeProvider time, Action<string> opened, Action closed) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 2,
            SamplingDuration = Sampling,
            BreakDuration = Rest,
            ShouldHandle = arguments => ValueTask.FromResult(IsIll(arguments.Outcome.Exception)),
            OnOpened = arguments =>
            {
                opened((arguments.Outcome.Exception as BackendException)?.Code ?? "");
                return ValueTask.CompletedTask;
            },
            OnClosed = _ =>
            {
                closed();
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    /// <summary>Whether another server might do what this one did not.</summary>
    public static bool MayBeOthers(BackendException failure) =>
        failure.Code is not (BackendErrorCodes.ContextLengthExceeded or BackendErrorCodes.InvalidToolChoice or BackendErrorCodes.EmptyAnswer);

    /// <summary>Whether a failure says that the server is ill, not that the question was bad.</summary>
    private static bool IsIll(Exception? exception) => exception is BackendException failure && MayBeOthers(failure)
        && failure.Code is not (BackendErrorCodes.Refused or BackendErrorCodes.UnsupportedContent or BackendErrorCodes.ToolsNotSupported or BackendErrorCodes.Scripted);
}
