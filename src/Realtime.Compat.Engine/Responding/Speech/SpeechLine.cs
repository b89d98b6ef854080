using System.Threading.Channels;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>
/// Speaks an answer: clauses go in as the model writes them, steps come out in order. While one clause is sent the next is made already,
/// from the moment the first has made its first sound; audio leaves as fast as its pace and the client allow.
/// </summary>
internal sealed class SpeechLine(
    Speaker speaker, ResponsePlan plan, TurnTimings timings, Pace pace, ISessionOutbox outbox, Func<ResponseStep, ValueTask> report)
{
    /// <summary>Clauses that the chat model may be ahead of the voice. The model waits beyond that; a barge-in then wastes little. Calls do not count.</summary>
    private const int ClausesAhead = 8;

    /// <summary>Clauses that are made or wait to be sent: the one that is being sent, and the next.</summary>
    private const int ClausesInWork = 2;

    private readonly SpeakableText _speakable = new(plan.Language);
    private readonly Channel<Queued> _queue = Unbounded<Queued>();
    private readonly Channel<Leaving> _leaving = Unbounded<Leaving>();

    /// <summary>Permits to queue a clause: one is taken for each, and given back when the clause is begun.</summary>
    private readonly Channel<bool> _mayQueue = Permits(ClausesAhead);

    /// <summary>Permits to begin a clause: one is taken for each, and given back when the clause is sent.</summary>
    private readonly Channel<bool> _mayBegin = Permits(ClausesInWork);

    /// <summary>Queues a clause; waits while the voice is too far behind.</summary>
    public async ValueTask QueueClauseAsync(string clause, CancellationToken cancellationToken)
    {
        timings.FirstClause();
        await _mayQueue.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        _queue.Writer.TryWrite(new Queued(new ResponseStep.ClauseBegun(clause), _speakable.Next(clause)));
    }

    /// <summary>Queues a step that is not spoken; it is reported when all before it has been said.</summary>
    public void Queue(ResponseStep step) => _queue.Writer.TryWrite(new Queued(step, null));

    /// <summary>Nothing more will be queued.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Speaks what is queued, to the end. When it returns or throws, no request for speech runs any more.</summary>
    /// <exception cref="SpeechException">The voice failed; what was made before has been sent.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> making = [];
        var sending = SendAsync(stopping);
        try
        {
            await foreach (var (step, text) in _queue.Reader.ReadAllAsync(stopping.Token).ConfigureAwait(false))
            {
                if (text is null)
                {
                    _leaving.Writer.TryWrite(new Leaving(step, null));
                    continue;
                }

                _mayQueue.Writer.TryWrite(true);
                await _mayBegin.Reader.ReadAsync(stopping.Token).ConfigureAwait(false);
                var voice = new ClauseVoice();
                _leaving.Writer.TryWrite(new Leaving(step, voice));
                making.RemoveAll(static task => task.IsCompleted);
                making.Add(voice.MakeAsync(speaker.SpeakAsync(text, plan, stopping.Token), stopping.Token));
                await voice.Begun.ConfigureAwait(false);
            }

            _leaving.Writer.TryComplete();
            await sending.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A clause failed and stopped the others: its failure is the one to report.
            await sending.ConfigureAwait(false);
            throw;
        }
        finally
        {
            stopping.Cancel();
            _leaving.Writer.TryComplete();
            await Task.WhenAll([sending, .. making]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(CancellationTokenSource stopping)
    {
        try
        {
            await foreach (var (step, voice) in _leaving.Reader.ReadAllAsync(stopping.Token).ConfigureAwait(false))
            {
                if (voice is null)
                {
                    await report(step).ConfigureAwait(false);
                    continue;
                }

                await SendClauseAsync(step, voice, stopping.Token).ConfigureAwait(false);
                _mayBegin.Writer.TryWrite(true);
            }
        }
        catch
        {
            stopping.Cancel();
            throw;
        }
    }

    /// <summary>The words go out with the first of their audio, so that a transcript never runs ahead of the voice.</summary>
    private async Task SendClauseAsync(ResponseStep clause, ClauseVoice voice, CancellationToken cancellationToken)
    {
        var begun = false;
        await foreach (var piece in voice.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (piece is ResponseStep.Audio audio)
            {
                timings.FirstSpeech();
                await pace.WaitAsync(TimeSpan.FromMilliseconds((double)audio.Samples.Length / plan.OutputFormat.BytesPerMs()), cancellationToken).ConfigureAwait(false);
                await outbox.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!begun)
                await report(clause).ConfigureAwait(false);
            begun = true;
            await report(piece).ConfigureAwait(false);
        }

        if (!begun)
            await report(clause).ConfigureAwait(false);
        await report(ResponseStep.ClauseEnded.Instance).ConfigureAwait(false);
    }

    /// <summary>Not a semaphore: who waits here goes on within the call that lets it, so that sessions can be simulated on one thread.</summary>
    private static Channel<bool> Permits(int count)
    {
        var permits = Unbounded<bool>();
        for (; count > 0; count--)
            permits.Writer.TryWrite(true);
        return permits;
    }

    private static Channel<T> Unbounded<T>() => Channel.CreateUnbounded<T>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    /// <summary>A step, and what is to be said of it; null when it is not spoken.</summary>
    private readonly record struct Queued(ResponseStep Step, string? Text);

    /// <summary>A step whose turn comes in order, and the clause's speech.</summary>
    private readonly record struct Leaving(ResponseStep Step, ClauseVoice? Voice);
}
