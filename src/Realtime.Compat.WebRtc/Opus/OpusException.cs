namespace Realtime.Compat.WebRtc.Opus;

/// <summary>libopus is missing or refused; the message says what to do.</summary>
public sealed class OpusException : Exception
{
    /// <summary>No more is known.</summary>
    public OpusException() : this("libopus failed.")
    {
    }

    /// <summary>What went wrong.</summary>
    public OpusException(string message) : base(message)
    {
    }

    /// <summary>What went wrong, and why.</summary>
    public OpusException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
