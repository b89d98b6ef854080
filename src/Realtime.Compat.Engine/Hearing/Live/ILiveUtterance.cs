using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Hearing.Live;

/// <summary>An utterance that is transcribed while it is spoken. Audio comes from one caller at a time. Disposing it, at any time, drops what is still under way.</summary>
public interface ILiveUtterance : IDisposable
{
    /// <summary>Takes further audio. Never waits: what the engine has not taken yet is kept, up to a limit.</summary>
    /// <param name="pcm">PCM16, little-endian, mono, whole samples; copied.</param>
    /// <returns>False when it is lost: the engine failed, or is too far behind.</returns>
    bool TryAdd(ReadOnlySpan<byte> pcm);

    /// <summary>Words as they become certain; joined they are the beginning of the utterance, and none is taken back. Ends with the utterance.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HttpRequestException">It is lost; the message says why.</exception>
    IAsyncEnumerable<string> WordsAsync(CancellationToken cancellationToken);

    /// <summary>All that was said in the audio added so far, as good as if it had ended there. More may be added afterwards.</summary>
    /// <param name="cancellationToken">Ends the wait; the utterance goes on.</param>
    /// <returns>The words; the language that was heard may be among the additional properties as <c>language</c> (ISO 639-1).</returns>
    /// <exception cref="HttpRequestException">It is lost, or took too long; the message says why.</exception>
    Task<SpeechToTextResponse> TranscribeAsync(CancellationToken cancellationToken);
}
