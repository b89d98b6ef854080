namespace Realtime.Compat.Engine.Session;

/// <summary>
/// A transport that plays the answers' audio itself, as a WebRTC call does, and so knows what was heard. Used by the session's loop only;
/// no method blocks or throws, and after the transport closed they do nothing.
/// </summary>
public interface IPlayback
{
    /// <summary>Audio that was queued and is not played yet.</summary>
    TimeSpan Pending { get; }

    /// <summary>Queues audio; it plays in real time. When all is played, the transport posts <see cref="SessionInput.PlaybackDrained"/>.</summary>
    /// <param name="pcm16">24 kHz mono PCM16, little-endian, whole samples; valid during the call only.</param>
    void Play(ReadOnlySpan<byte> pcm16);

    /// <summary>Forgets what is queued.</summary>
    /// <returns>How much was not played.</returns>
    TimeSpan Clear();
}
