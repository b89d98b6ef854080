namespace Realtime.Compat.Backends;

/// <summary>The caller went away from a call before its end, and this is how long the server had said nothing by then.</summary>
/// <param name="silence">What was waited for the server since the call began, or zero once anything of its answer came; not what was waited for a place in a queue of ours.</param>
/// <param name="caller">The caller's token.</param>
/// <param name="inner">What was thrown underneath.</param>
internal sealed class AbandonedCallException(TimeSpan silence, CancellationToken caller, Exception? inner = null)
    : OperationCanceledException("The caller went away.", inner, caller)
{
    /// <summary>How long the server had said nothing.</summary>
    public TimeSpan Silence => silence;
}
