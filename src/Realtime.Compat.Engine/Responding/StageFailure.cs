namespace Realtime.Compat.Engine.Responding;

/// <summary>Turns what a stage threw into a sentence a client may read.</summary>
internal static class StageFailure
{
    /// <summary>
    /// Backends throw <see cref="HttpRequestException"/> (or a subclass) and <see cref="TimeoutException"/> with messages written for
    /// people; anything else is a defect whose text might hold internals, so it goes to the log only.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="stage">Name of the stage, as in "The speech engine".</param>
    public static string Describe(Exception exception, string stage) => exception switch
    {
        _ when IsExpected(exception) => exception.Message,
        _ => $"{stage} failed unexpectedly.",
    };

    /// <summary>The exception when it is a defect, whose stack the log needs; null when its message says all.</summary>
    public static Exception? Unexpected(Exception exception) => IsExpected(exception) ? null : exception;

    private static bool IsExpected(Exception exception) => exception is HttpRequestException or TimeoutException;
}
