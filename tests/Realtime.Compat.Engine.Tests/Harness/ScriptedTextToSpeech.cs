using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>A voice that speaks every text for a fixed time, in pieces of odd length.</summary>
internal sealed class ScriptedTextToSpeech : ITextToSpeechClient
{
    private const int BytesPerMs = 48;
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private int _running;

    public ConcurrentQueue<(string Text, TextToSpeechOptions? Options)> Requests { get; } = new();

    public int ClauseMs { get; set; } = 1000;

    /// <summary>What is spoken instead of a made-up signal: PCM16 at 24 kHz.</summary>
    public byte[]? Recording { get; set; }

    /// <summary>Requests that run, and the most there ever were at once.</summary>
    public int Running => _running;

    public int MostAtOnce { get; private set; }

    /// <summary>What the voice says of its timing, in words of equal length.</summary>
    public bool TellsWords { get; set; }

    public Func<string, Exception?> Failure { get; set; } = _ => null;

    /// <summary>Set to make every request wait, after its first piece, until the test lets it go on.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        try
        {
            await foreach (var piece in SpeakAsync(text, options, cancellationToken))
                yield return piece;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>The next text that the engine has spoken.</summary>
    public async Task<string> NextRequestAsync() => await _asked.Reader.ReadAsync().AsTask().WaitAsync(TestSession.Patience);

    private async IAsyncEnumerable<TextToSpeechResponseUpdate> SpeakAsync(
        string text, TextToSpeechOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Requests.Enqueue((text, options));
        _asked.Writer.TryWrite(text);
        if (Failure(text) is { } exception)
            throw exception;

        var audio = Recording ?? MadeUp();
        var first = Math.Min(audio.Length, 4801);
        yield return Piece(audio.AsMemory(0, first));
        if (TellsWords)
            yield return new TextToSpeechResponseUpdate([.. Words(text)]);
        if (Hold is { } hold)
            await hold.Task.WaitAsync(cancellationToken);
        if (first < audio.Length)
            yield return Piece(audio.AsMemory(first));
    }

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private byte[] MadeUp()
    {
        var audio = new byte[ClauseMs * BytesPerMs];
        for (var i = 0; i < audio.Length; i++)
            audio[i] = (byte)(i / 2);
        return audio;
    }

    private IEnumerable<AIContent> Words(string text)
    {
        var words = text.Split(' ');
        return words.Select((word, i) => new AIContent
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { ["word"] = word, ["start_ms"] = ClauseMs * i / words.Length, ["end_ms"] = ClauseMs * (i + 1) / words.Length },
        });
    }

    private static TextToSpeechResponseUpdate Piece(ReadOnlyMemory<byte> audio) => new([new DataContent(audio, "audio/pcm;rate=24000")]);
}
