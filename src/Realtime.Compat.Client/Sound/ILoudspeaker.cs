namespace Realtime.Compat.Client.Sound;

/// <summary>Where the answer's voice goes. Called by one thread at a time; a <see cref="Player"/> does.</summary>
public interface ILoudspeaker : IDisposable
{
    /// <summary>Plays a piece; may return before it is heard.</summary>
    /// <param name="pcm16">24 kHz mono PCM16.</param>
    /// <exception cref="RealtimeClientException">The device is gone, or the file cannot be written.</exception>
    void Write(ReadOnlySpan<byte> pcm16);

    /// <summary>Waits until everything written was heard.</summary>
    void Drain();
}
