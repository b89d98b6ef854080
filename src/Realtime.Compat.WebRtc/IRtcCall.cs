namespace Realtime.Compat.WebRtc;

/// <summary>
/// One caller, connected or about to be. Safe for use by several threads at once; after the end of the call every method does nothing
/// and counts stay as they were, so that nobody has to know who hung up first.
/// </summary>
public interface IRtcCall
{
    /// <summary>Unique and not to be guessed: <c>rtc_</c> and 32 hexadecimal digits.</summary>
    string Id { get; }

    /// <summary>Largest message the caller takes, in bytes (RFC 8841 <c>max-message-size</c>); mostly 65,536 or 262,144.</summary>
    int MaxEventBytes { get; }

    /// <summary>
    /// Samples given to <see cref="Play"/> that were neither sent nor cleared yet. Mind that what was sent still rests for some
    /// 20…100 ms in the network and in the caller's jitter buffer.
    /// </summary>
    long PendingSamples { get; }

    /// <summary>Samples given to <see cref="Play"/> that were sent since the call began, 24 kHz; silence between them is not counted.</summary>
    long PlayedSamples { get; }

    /// <summary>Bytes given to <see cref="SendEvent"/> that the caller has not acknowledged yet.</summary>
    long BufferedEventBytes { get; }

    /// <summary>
    /// Queues audio. It is sent in packets of 20 ms in real time, so it may be given as fast as it is made; the queue has no limit of
    /// its own, see <see cref="PendingSamples"/>. A last packet that is not full is filled up with silence. What is queued before the
    /// caller is connected is played once it is.
    /// </summary>
    /// <param name="pcm">24 kHz mono, any length; copied.</param>
    void Play(ReadOnlySpan<short> pcm);

    /// <summary>Forgets all audio that is queued (barge-in).</summary>
    /// <returns>The samples that were not played.</returns>
    int ClearPlayback();

    /// <summary>
    /// Sends one message over the event channel, in order and reliably. Messages larger than a packet travel in pieces and arrive whole.
    /// </summary>
    /// <param name="utf8">The message, at most <see cref="MaxEventBytes"/>; copied before the returned task completes.</param>
    /// <param name="cancellationToken">Gives up waiting; the message is then not sent.</param>
    /// <returns>
    /// Done when the message is queued: at once, unless more than <see cref="RtcEndpointOptions.EventRoomBytes"/> wait for the caller
    /// (<see cref="BufferedEventBytes"/>). Calls are served in the order they were made. Also done, with nothing sent, when the call is over.
    /// </returns>
    /// <exception cref="InvalidOperationException">The event channel has not been opened yet.</exception>
    /// <exception cref="ArgumentException">The message is larger than <see cref="MaxEventBytes"/>.</exception>
    ValueTask SendEvent(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the call: queued audio is forgotten, events that were given before get up to a second to arrive, the caller is told (SCTP ABORT,
    /// DTLS close_notify) and the handler hears <see cref="IRtcCallHandler.Closed"/>, not within this method. Does nothing when the call is
    /// already over.
    /// </summary>
    /// <param name="reason">What the handler is told.</param>
    void HangUp(RtcCloseReason reason = RtcCloseReason.HungUp);
}
