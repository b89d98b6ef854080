namespace Realtime.Compat.WebRtc;

/// <summary>Calls cannot be taken on this machine with these settings. The message is one sentence for the operator that says what to do.</summary>
public sealed class RtcUnavailableException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">What the system said, if it said anything.</param>
    public RtcUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
