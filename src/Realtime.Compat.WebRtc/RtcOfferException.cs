namespace Realtime.Compat.WebRtc;

/// <summary>An offer that cannot be served. The message is one sentence that says why and may be shown to the caller.</summary>
public sealed class RtcOfferException : Exception
{
    /// <summary>Refuses an offer.</summary>
    /// <param name="error">The kind of refusal.</param>
    /// <param name="message">One sentence for the caller.</param>
    public RtcOfferException(RtcOfferError error, string message)
        : base(message) => Error = error;

    /// <summary>The kind of refusal.</summary>
    public RtcOfferError Error { get; }
}
