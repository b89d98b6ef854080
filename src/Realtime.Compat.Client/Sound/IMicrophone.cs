namespace Realtime.Compat.Client.Sound;

/// <summary>Where the user's voice comes from.</summary>
public interface IMicrophone
{
    /// <summary>Records until it is cancelled. The device is in use only meanwhile.</summary>
    /// <param name="cancellationToken">Ends it, with an exception.</param>
    /// <returns>24 kHz mono PCM16, in pieces of at most 100 ms, as fast as time passes.</returns>
    /// <exception cref="RealtimeClientException">The device cannot record.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> RecordAsync(CancellationToken cancellationToken);
}
