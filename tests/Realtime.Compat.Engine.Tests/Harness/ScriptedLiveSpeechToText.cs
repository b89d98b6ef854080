using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>An engine that follows speech, and hears what the test says it hears.</summary>
internal sealed class ScriptedLiveSpeechToText : ILiveSpeechToText
{
    private readonly Channel<Utterance> _begun = Channel.CreateUnbounded<Utterance>();

    public bool IsOffered { get; set; } = true;

    /// <summary>Every utterance so far.</summary>
    public List<Utterance> Utterances { get; } = [];

    public ILiveUtterance Begin(SpeechToTextOptions options)
    {
        var utterance = new Utterance(options);
        Utterances.Add(utterance);
        _begun.Writer.TryWrite(utterance);
        return utterance;
    }

    /// <summary>The next utterance that begins.</summary>
    public async Task<Utterance> NextAsync() => await _begun.Reader.ReadAsync().AsTask().WaitAsync(TestSession.Patience);

    internal sealed class Utterance(SpeechToTextOptions options) : ILiveUtterance
    {
        private readonly Channel<string> _words = Channel.CreateUnbounded<string>();
        private readonly Queue<Task<SpeechToTextResponse>> _answers = new();
        private readonly List<byte> _audio = [];
        private int _asked;

        public SpeechToTextOptions Options { get; } = options;

        public byte[] Audio
        {
            get
            {
                lock (_audio)
                    return [.. _audio];
            }
        }

        /// <summary>How often it was asked for all words.</summary>
        public int Asked => Volatile.Read(ref _asked);

        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsFull { get; set; }

        /// <summary>Words become certain.</summary>
        public void Hears(string piece) => _words.Writer.TryWrite(piece);

        /// <summary>It is lost, with its words so far.</summary>
        public void Fails(string reason) => _words.Writer.TryComplete(new HttpRequestException(reason));

        /// <summary>What is answered when the session next asks for all words.</summary>
        public void WillSay(string text, string? language = null) => _answers.Enqueue(Task.FromResult(Response(text, language)));

        public void WillFail(string reason) => _answers.Enqueue(Task.FromException<SpeechToTextResponse>(new HttpRequestException(reason)));

        /// <summary>The next question waits until the test answers it.</summary>
        public TaskCompletionSource<string> WillSayLater()
        {
            var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _answers.Enqueue(LaterAsync(source.Task));
            return source;
        }

        public bool TryAdd(ReadOnlySpan<byte> pcm)
        {
            lock (_audio)
                _audio.AddRange(pcm);
            return !IsFull;
        }

        public IAsyncEnumerable<string> WordsAsync(CancellationToken cancellationToken) => _words.Reader.ReadAllAsync(cancellationToken);

        public Task<SpeechToTextResponse> TranscribeAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return (_answers.TryDequeue(out var answer) ? answer : Task.FromResult(Response("followed", null))).WaitAsync(cancellationToken);
        }

        public void Dispose()
        {
            _words.Writer.TryComplete();
            Disposed.TrySetResult();
        }

        private static async Task<SpeechToTextResponse> LaterAsync(Task<string> text) => Response(await text, null);

        private static SpeechToTextResponse Response(string text, string? language) =>
            new(text) { AdditionalProperties = language is null ? null : new AdditionalPropertiesDictionary { ["language"] = language } };
    }
}
