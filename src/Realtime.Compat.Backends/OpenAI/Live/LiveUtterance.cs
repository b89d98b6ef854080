using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Backends.OpenAI.Live;

/// <summary>
/// One utterance over one socket. Audio waits in a queue that is bounded by <see cref="MostBehind"/> and never makes its caller wait; whatever
/// goes wrong loses the utterance, once.
/// </summary>
internal sealed class LiveUtterance : ILiveUtterance
{
    /// <summary>Audio the worker may be behind. One that is slower than speech is no help.</summary>
    public static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(10);

    /// <summary>A recogniser that follows speech has little left to do at a pause; beyond this the utterance is better transcribed whole.</summary>
    public static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(3);

    private const int BytesPerSample = 2;
    private static readonly ReadOnlyMemory<byte> Flush = """{"type":"transcript.flush"}"""u8.ToArray();

    private readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<string> _words = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentQueue<TaskCompletionSource<SpeechToTextResponse>> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly BackendPeer _peer;
    private readonly TimeProvider _time;
    private readonly int _mostWaiting;
    private int _waiting;
    private BackendException? _failure;

    /// <summary>Begins to open the socket.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="peer">The worker, as failures speak of it.</param>
    /// <param name="rateHz">Samples a second of the audio to come.</param>
    /// <param name="time">The clock of <see cref="LongestAnswer"/>.</param>
    public LiveUtterance(Func<CancellationToken, Task<ClientWebSocket>> open, BackendPeer peer, int rateHz, TimeProvider time)
    {
        (_peer, _time) = (peer, time);
        _mostWaiting = (int)(MostBehind.TotalSeconds * rateHz) * BytesPerSample;
        Ended = RunAsync(open);
    }

    /// <summary>Completes, never in failure, when the socket is gone.</summary>
    public Task Ended { get; }

    public bool TryAdd(ReadOnlySpan<byte> pcm)
    {
        if (Volatile.Read(ref _failure) is not null)
            return false;
        // An empty message would end the utterance.
        if (pcm.IsEmpty)
            return true;
        if (Interlocked.Add(ref _waiting, pcm.Length) > _mostWaiting)
        {
            Fail(new BackendException(BackendErrorCodes.Overloaded, $"{_peer.Label} is more than {MostBehind.TotalSeconds:0} s behind the speaker."));
            return false;
        }

        var piece = ArrayPool<byte>.Shared.Rent(pcm.Length);
        pcm.CopyTo(piece);
        if (_outgoing.Writer.TryWrite(new Outgoing(piece, pcm.Length)))
            return true;
        ArrayPool<byte>.Shared.Return(piece);
        return false;
    }

    public IAsyncEnumerable<string> WordsAsync(CancellationToken cancellationToken) => _words.Reader.ReadAllAsync(cancellationToken);

    public async Task<SpeechToTextResponse> TranscribeAsync(CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<SpeechToTextResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Queued before it is asked: answers come in the order of the questions.
        _asked.Enqueue(answer);
        if (!_outgoing.Writer.TryWrite(default))
            throw Volatile.Read(ref _failure) ?? BackendFailures.CutOff(_peer);
        try
        {
            return await answer.Task.WaitAsync(LongestAnswer, _time, cancellationToken);
        }
        catch (TimeoutException timeout)
        {
            var failure = new BackendException(BackendErrorCodes.Timeout, $"{_peer.Label} did not say within {LongestAnswer.TotalSeconds:0} s what it heard so far.", timeout);
            Fail(failure);
            throw failure;
        }
    }

    public void Dispose() => Fail(BackendFailures.CutOff(_peer));

    private async Task RunAsync(Func<CancellationToken, Task<ClientWebSocket>> open)
    {
        try
        {
            using var socket = await open(_stop.Token);
            var sending = SendAsync(socket);
            try
            {
                await ReceiveAsync(socket);
            }
            finally
            {
                _stop.Cancel();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception exception)
        {
            Fail(exception as BackendException ?? new BackendException(BackendErrorCodes.CutOff, $"{_peer.Label} cannot follow what is said: the connection failed.", exception));
        }
        finally
        {
            while (_outgoing.Reader.TryRead(out var left))
                left.Return();
            _stop.Dispose();
        }
    }

    private async Task SendAsync(ClientWebSocket socket)
    {
        try
        {
            await foreach (var (piece, length) in _outgoing.Reader.ReadAllAsync(_stop.Token))
            {
                if (piece is null)
                {
                    await socket.SendAsync(Flush, WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
                    continue;
                }

                await socket.SendAsync(piece.AsMemory(0, length), WebSocketMessageType.Binary, endOfMessage: true, _stop.Token);
                Interlocked.Add(ref _waiting, -length);
                ArrayPool<byte>.Shared.Return(piece);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Fail(new BackendException(BackendErrorCodes.CutOff, $"{_peer.Label} closed the connection while somebody spoke.", exception));
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket)
    {
        var messages = new LiveMessageReader(socket, _peer);
        while (true)
        {
            switch (await messages.ReadAsync(_stop.Token))
            {
                case LiveMessage.Delta delta:
                    _words.Writer.TryWrite(delta.Text);
                    break;
                case LiveMessage.Snapshot snapshot when _asked.TryDequeue(out var answer):
                    answer.TrySetResult(snapshot.Response);
                    break;
            }
        }
    }

    /// <summary>Loses the utterance, for whoever waits and whoever comes; the first reason counts.</summary>
    private void Fail(BackendException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is not null)
            return;
        _outgoing.Writer.TryComplete();
        _words.Writer.TryComplete(failure);
        while (_asked.TryDequeue(out var answer))
            answer.TrySetException(failure);
        try
        {
            // Ends the socket at once: the worker stops, and does not work out what nobody waits for.
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>What is to be sent: audio in a rented array, or, without one, the question what was said so far.</summary>
    private readonly record struct Outgoing(byte[]? Piece, int Length)
    {
        public void Return()
        {
            if (Piece is not null)
                ArrayPool<byte>.Shared.Return(Piece);
        }
    }
}
