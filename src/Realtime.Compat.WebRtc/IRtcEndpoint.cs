namespace Realtime.Compat.WebRtc;

/// <summary>
/// Takes WebRTC calls: an SDP offer in, an answer and a call out. One endpoint serves all calls of a process on one port. Safe for use
/// by several threads at once.
/// </summary>
public interface IRtcEndpoint : IAsyncDisposable
{
    /// <summary>Calls that exist now, those that are still being set up among them.</summary>
    int CallCount { get; }

    /// <summary>Most calls at one time; further offers are refused with <see cref="RtcOfferError.TooManyCalls"/>.</summary>
    int MaxCalls { get; }

    /// <summary>
    /// Answers an offer and makes its call. The answer is complete (it carries all candidates: no trickle). The call then waits for the
    /// caller to connect and is closed with <see cref="RtcCloseReason.NeverConnected"/> when that takes too long.
    /// </summary>
    /// <param name="offerSdp">The offer as the browser made it (RFC 8866, RFC 8829); hostile until parsed.</param>
    /// <param name="handler">Hears of everything that happens on this call; may be called before this method has returned.</param>
    /// <returns>What to send back to the caller, and the call.</returns>
    /// <exception cref="RtcOfferException">The offer cannot be served; the message is one sentence that may be shown to the caller.</exception>
    /// <exception cref="ObjectDisposedException">The endpoint is closed.</exception>
    RtcAnswer Accept(string offerSdp, IRtcCallHandler handler);
}
