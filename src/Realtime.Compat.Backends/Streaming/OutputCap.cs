namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// Ends answers of servers that ignore the limit they were given. Tokens are not visible from here, so it counts chunks (at least one token each)
/// and estimates from the text, and stops when both are over, or the estimate is far over: an honest server is never cut.
/// </summary>
internal sealed class OutputCap(int maxTokens)
{
    private double _estimate;
    private int _chunks;

    /// <summary>Whether the limit has passed with this chunk.</summary>
    public bool Exceeds(string chunk)
    {
        _chunks++;
        _estimate += TokenEstimate.Of(chunk);
        return (_chunks > maxTokens && _estimate > maxTokens) || _estimate > 2.0 * maxTokens + 16;
    }
}
