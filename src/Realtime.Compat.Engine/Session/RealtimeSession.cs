using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Live;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

/// <summary>
/// One session: an actor. Its loop reads one channel of inputs and owns all state, so there are no locks and there is one total
/// order. Slow work (transcription, generation, synthesis) runs in tasks that report back as inputs; what arrives for a response that
/// is over is dropped by its id.
/// </summary>
public sealed partial class RealtimeSession : IAsyncDisposable
{
    /// <summary>Inputs that may wait. A client that sends faster than the session works is held back by its transport.</summary>
    private const int InputCapacity = 256;

    /// <summary>Holds <see cref="SessionInput"/>s, and <see cref="ClientEvent"/>s as they are: a wrapper would be one more object fifty times a second.</summary>
    private readonly Channel<object> _inputs;

    private readonly CancellationTokenSource _ending = new();
    private readonly SessionBackends _backends;
    private readonly SessionSetup _setup;
    private readonly ISessionOutbox _outbox;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConversationItems _conversation = new();
    private readonly Playout _playout;
    private readonly HashSet<Task> _work = [];
    private readonly InputAudioBuffer _input;
    private SessionConfiguration _configuration;
    private bool _conversationAnnounced;
    private int _endBegun;

    /// <summary>Makes a session; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="setup">How it starts.</param>
    /// <param name="backends">The models.</param>
    /// <param name="outbox">Where its events leave.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="logger">Where it says what happens; nothing a user said above Debug.</param>
    public RealtimeSession(SessionSetup setup, SessionBackends backends, ISessionOutbox outbox, TimeProvider clock, ILogger<RealtimeSession> logger)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _setup = setup;
        _inputs = Channel.CreateBounded<object>(new BoundedChannelOptions(InputCapacity)
        {
            SingleReader = true,
            AllowSynchronousContinuations = setup.RunsOnCallersThread,
        });
        _configuration = setup.Configuration;
        _backends = backends;
        _outbox = outbox;
        _clock = clock;
        _logger = logger;
        _playout = new Playout(clock, clientPlays: setup.Playback is null);
        _liveEngine = backends.SpeechToText.GetService<ILiveSpeechToText>();
        _input = new InputAudioBuffer(_configuration.InputFormat);
    }

    /// <summary>Id of the session, <c>sess_…</c>.</summary>
    public string Id => _configuration.Id;

    /// <summary>Hands a client's message to the session. Waits while the session is behind; drops the message when the session is over.</summary>
    /// <param name="message">The event, which the session disposes, or what is wrong with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask PostAsync(ClientEventReading message, CancellationToken cancellationToken)
    {
        var input = InputOf(message);
        try
        {
            await _inputs.Writer.WriteAsync(input, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            Drop(input);
        }
    }

    /// <summary>Hands a client's message to the session, or drops it when the session is behind or over.</summary>
    /// <param name="message">The event, which the session disposes, or what is wrong with it.</param>
    /// <returns>Whether the session takes it.</returns>
    public bool TryPost(ClientEventReading message) => TryPost(InputOf(message));

    /// <summary>Hands an input to the session, or drops it when the session is behind or over.</summary>
    /// <param name="input">The input.</param>
    /// <returns>Whether the session takes it.</returns>
    public bool TryPost(SessionInput input) => TryPost((object)input);

    private bool TryPost(object input)
    {
        if (_inputs.Writer.TryWrite(input))
            return true;
        Drop(input);
        return false;
    }

    /// <summary>Runs the session: sends <c>session.created</c>, then handles inputs until the token is cancelled. Never throws.</summary>
    /// <param name="cancellationToken">Cancelled when the client is gone.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        LogStarted(Id, _configuration.Kind, _configuration.Model);
        Send(new SessionCreated { Session = _configuration });
        using var lifetime = StartLifetime();
        try
        {
            StartHearing();
            ConnectServers();

            // Closing the channel ends the wait: a token would cost an object for each.
            using var closing = stopping.Token.UnsafeRegister(static session => ((RealtimeSession)session!)._inputs.Writer.TryComplete(), this);
            while (!stopping.IsCancellationRequested && await _inputs.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (!stopping.IsCancellationRequested && _inputs.Reader.TryRead(out var input))
                {
                    if (input is not InputAudioBufferAppend append)
                    {
                        HandleSafely(input);
                        continue;
                    }

                    // The one input whose handling waits, for frames of other sessions. Here, not in methods of its own: each would cost an object.
                    // The loop takes nothing else meanwhile, so that what follows this audio finds its turns decided.
                    try
                    {
                        for (var at = 0; Take(append, ref at) is { } ear;)
                        {
                            while (ear.HasFrame)
                                Listen(ear, ear.Read(await ear.JudgeAsync().ConfigureAwait(false)));
                        }

                        Settle();
                    }
                    catch (Exception exception)
                    {
                        Report(exception, append);
                    }
                    finally
                    {
                        append.Dispose();
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The client is gone, or the session is over: the usual end.
        }
        catch (Exception exception)
        {
            // The voice activity detector is the host's, and may fail to start.
            LogFailed(exception, Id);
            _outbox.Close(SessionEnd.Failed);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task EndAsync()
    {
        if (Interlocked.Exchange(ref _endBegun, 1) != 0)
            return;
        _inputs.Writer.TryComplete();
        while (_inputs.Reader.TryRead(out var input))
            Drop(input);
        _ending.Cancel();
        StopResponses();
        StopIdling();
        StopWaitingForRequest();
        EndTentative();
        DiscardSpeculation();
        EndLive();
        await Task.WhenAll(_work.ToArray()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        DisposeResponses();
        DisposeServers();
        LogEnded(Id);
    }

    private void Send(ServerEvent serverEvent)
    {
        if (serverEvent is ConversationItemAdded && !_conversationAnnounced)
        {
            _conversationAnnounced = true;
            _outbox.Send(new ConversationCreated { Conversation = new ConversationReference { Id = _conversation.Id } });
        }

        if (_setup.Playback is { } playback && serverEvent is ResponseOutputAudioDelta delta)
        {
            Play(playback, delta);
            return;
        }

        _outbox.Send(serverEvent);
    }

    private void SendError(RealtimeError error, string? clientEventId) => Send(new ErrorEvent { Details = error with { EventId = clientEventId } });

    /// <summary>Starts slow work that the session owns: it ends before the session does.</summary>
    private void Own(Task work) => _work.Add(work);

    /// <summary>Reports from a task into the loop. After the session's end there is no loop, and nothing to report to.</summary>
    private async ValueTask ReportAsync(SessionInput input)
    {
        try
        {
            await _inputs.Writer.WriteAsync(input, _ending.Token).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException(_ending.Token);
        }
    }

    private static object InputOf(ClientEventReading message) => message.IsEvent ? message.Event : new SessionInput.Rejected(message.Error);

    private static void Drop(object input) => (input as InputAudioBufferAppend)?.Dispose();
}
