using System.Buffers;
using System.Text;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Live;

/// <summary>
/// The open turn, as an engine hears it that follows it: fed from the session's input buffer, which keeps the audio all the same. Belongs to the
/// session's loop, but for <see cref="TryTranscribeAsync"/>.
/// </summary>
/// <param name="utterance">The engine's side; disposed with this.</param>
/// <param name="wishes">What the session wanted of it when it began.</param>
/// <param name="position">Where the turn begins in the input buffer.</param>
/// <param name="onLost">Told once why it cannot be used any more; from any thread.</param>
internal sealed class LiveHearing(ILiveUtterance utterance, TranscriptionWishes wishes, long position, Action<Exception> onLost) : IDisposable
{
    private readonly StringBuilder _words = new();
    private readonly List<string> _pieces = [];
    private long _position = position;
    private int _lost;

    /// <summary>What the session wanted of it when it began.</summary>
    public TranscriptionWishes Wishes => wishes;

    /// <summary>Whether it cannot be used any more.</summary>
    public bool IsLost => Volatile.Read(ref _lost) != 0;

    /// <summary>The turn's item, once it is committed.</summary>
    public string? ItemId { get; set; }

    /// <summary>The certain words so far, piece by piece as they came.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>The certain words so far.</summary>
    public string Words => _words.ToString();

    /// <summary>Takes note of further words that are certain.</summary>
    public void Add(string piece)
    {
        _pieces.Add(piece);
        _words.Append(piece);
    }

    /// <summary>Hands on what was appended since the last time.</summary>
    public void Feed(InputAudioBuffer input)
    {
        if (IsLost)
            return;
        var audio = input.Since(ref _position);
        if (!(input.Format is AudioFormat.Pcm16 ? utterance.TryAdd(audio) : TryAddDecoded(input.Format, audio)))
            Volatile.Write(ref _lost, 1);
    }

    /// <summary>Words as they become certain.</summary>
    public IAsyncEnumerable<string> WordsAsync(CancellationToken cancellationToken) => utterance.WordsAsync(cancellationToken);

    /// <summary>All words of the audio so far.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when it is lost.</returns>
    public async Task<Transcript?> TryTranscribeAsync(CancellationToken cancellationToken)
    {
        if (IsLost)
            return null;
        try
        {
            var response = await utterance.TranscribeAsync(cancellationToken).ConfigureAwait(false);
            return new Transcript(response.Text.Trim(), null, HeardLanguage.Of(response.AdditionalProperties));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Lose(exception);
            return null;
        }
    }

    /// <summary>It cannot be used any more.</summary>
    public void Lose(Exception reason)
    {
        if (Interlocked.Exchange(ref _lost, 1) == 0)
            onLost(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref _lost, 1);
        utterance.Dispose();
    }

    private bool TryAddDecoded(AudioFormat format, ReadOnlySpan<byte> audio)
    {
        var samples = ArrayPool<float>.Shared.Rent(audio.Length);
        var pcm = ArrayPool<byte>.Shared.Rent(audio.Length * sizeof(short));
        try
        {
            var count = AudioFormatCodec.Decode(format, audio, samples);
            Pcm16.FromFloat(samples.AsSpan(0, count), pcm);
            return utterance.TryAdd(pcm.AsSpan(0, count * sizeof(short)));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(samples);
            ArrayPool<byte>.Shared.Return(pcm);
        }
    }
}
