namespace Realtime.Compat.WebRtc;

/// <summary>
/// What happens on a call, told to the one who took it. Methods are called one at a time and in the order of what happened, never two at
/// once, on threads of the pool; no lock is held, so all of <see cref="IRtcCall"/> may be used inside. They should return soon: while one
/// runs, the call's later audio and events wait, and a handler that falls too far behind loses the call
/// (<see cref="RtcCloseReason.HandlerTooSlow"/>). An exception ends the call with <see cref="RtcCloseReason.HandlerFailed"/>.
/// </summary>
public interface IRtcCallHandler
{
    /// <summary>
    /// The caller opened its event channel (the first data channel of the call): <see cref="IRtcCall.SendEvent"/> works from here on.
    /// At most once; audio may have come before.
    /// </summary>
    void Opened();

    /// <summary>The next stretch of the caller's audio: in order, gaps concealed, late packets left out.</summary>
    /// <param name="pcm">24 kHz mono, mostly 480 samples (20 ms); valid during the call only.</param>
    void AudioReceived(ReadOnlySpan<short> pcm);

    /// <summary>A message came over the event channel.</summary>
    /// <param name="utf8">The message, hostile until parsed; valid during the call only.</param>
    void EventReceived(ReadOnlySpan<byte> utf8);

    /// <summary>
    /// Everything given to <see cref="IRtcCall.Play"/> was sent. Told each time the queue runs empty by playing; not after
    /// <see cref="IRtcCall.ClearPlayback"/>, and not when more was queued before this could be told.
    /// </summary>
    void PlaybackDrained();

    /// <summary>The call is over, for whatever reason. Exactly once, and nothing comes after it.</summary>
    /// <param name="reason">Why.</param>
    void Closed(RtcCloseReason reason);
}
