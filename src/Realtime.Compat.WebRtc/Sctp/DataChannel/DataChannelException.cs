namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>A message was not taken; nothing of it was sent.</summary>
public sealed class DataChannelException : Exception
{
    /// <summary>The channel is not open.</summary>
    public DataChannelException() : this("The data channel is not open.")
    {
    }

    /// <summary>The channel is not open.</summary>
    public DataChannelException(string message) : base(message)
    {
    }

    /// <summary>The channel is not open.</summary>
    public DataChannelException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Why, as a value and as a sentence.</summary>
    public DataChannelException(DataChannelError error, string message) : base(message) => Error = error;

    /// <summary>Why.</summary>
    public DataChannelError Error { get; } = DataChannelError.NotOpen;
}
