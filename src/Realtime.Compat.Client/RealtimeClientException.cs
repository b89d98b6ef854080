namespace Realtime.Compat.Client;

/// <summary>What went wrong, as one sentence for whoever runs the client.</summary>
public sealed class RealtimeClientException : Exception
{
    /// <summary>Says what went wrong.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">What the system said.</param>
    public RealtimeClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
