using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>Sends a session's events over a call's data channel; until the caller has opened it, they wait.</summary>
internal sealed partial class DataChannelOutbox(Dialect dialect, RealtimeOptions options, ILogger logger) : ISessionOutbox
{
    private readonly Channel<ArraySegment<byte>> _messages = Channel.CreateUnbounded<ArraySegment<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FrameWriter _writer = new();
    private long _queuedBytes;

    /// <summary>Called once when the caller takes nothing any more. Must not throw.</summary>
    public required Action OnStalled { get; init; }

    /// <summary>Largest message that the caller takes, in bytes.</summary>
    public required Func<int> MaxMessageBytes { get; init; }

    /// <summary>The caller opened the channel.</summary>
    public void Open() => _opened.TrySetResult();

    /// <inheritdoc/>
    public void Send(ServerEvent serverEvent)
    {
        if (Write(serverEvent) is not { } message)
            return;
        var limit = MaxMessageBytes();
        if (message.Count > limit && WithoutAudio(serverEvent) is { } smaller)
        {
            // The caller spoke or heard the audio; what he asks for is mostly the words (the Agents SDK retrieves every spoken item).
            ArrayPool<byte>.Shared.Return(message.Array!);
            if (Write(smaller) is not { } rest)
                return;
            message = rest;
        }

        if (message.Count > limit)
        {
            // An event is one message: half of one is of no use to anybody.
            LogTooLarge(serverEvent.GetType().Name, message.Count, limit);
            ArrayPool<byte>.Shared.Return(message.Array!);
            if (Write(new ErrorEvent { Details = TooLarge(serverEvent, message.Count, limit) }) is not { } error)
                return;
            message = error;
        }

        var before = Interlocked.Add(ref _queuedBytes, message.Count) - message.Count;
        if (!_messages.Writer.TryWrite(message))
            ArrayPool<byte>.Shared.Return(message.Array!);
        else if (before <= options.OutboxLimitBytes && before + message.Count > options.OutboxLimitBytes)
            OnStalled();
    }

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Close(SessionEnd reason) => _messages.Writer.TryComplete();

    /// <summary>Sends until the session closed and everything is on its way.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The call is over.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(IRtcCall call, CancellationToken cancellationToken)
    {
        try
        {
            await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var message in _messages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await call.SendEvent(message, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Add(ref _queuedBytes, -message.Count);
                    ArrayPool<byte>.Shared.Return(message.Array!);
                }
            }
        }
        finally
        {
            _messages.Writer.TryComplete();
            while (_messages.Reader.TryRead(out var message))
                ArrayPool<byte>.Shared.Return(message.Array!);
        }
    }

    private ArraySegment<byte>? Write(ServerEvent serverEvent)
    {
        try
        {
            return dialect.Write(serverEvent, _writer) ? _writer.Detach() : default(ArraySegment<byte>?);
        }
        catch (Exception exception)
        {
            _writer.Reset();
            LogUnwritable(exception, serverEvent.GetType().Name);
            return null;
        }
    }

    private static ConversationItemRetrieved? WithoutAudio(ServerEvent serverEvent) =>
        serverEvent is ConversationItemRetrieved { Item: MessageItem message }
            ? new ConversationItemRetrieved
            {
                Item = message with
                {
                    Content = [.. message.Content.Select(part => part switch
                    {
                        InputAudio audio => audio with { Audio = null },
                        OutputAudio audio => audio with { Audio = null },
                        _ => part,
                    })],
                },
            }
            : null;

    private static RealtimeError TooLarge(ServerEvent serverEvent, int length, int limit) => new()
    {
        Type = ErrorTypes.Server,
        Code = "event_too_large",
        Message = FormattableString.Invariant(
            $"A {serverEvent.GetType().Name} event of {length} bytes was left out: this data channel takes messages of at most {limit} bytes. Ask for it over a WebSocket that joins the call."),
    };

    [LoggerMessage(40, LogLevel.Error, "A {EventType} could not be written; the caller does not get it")]
    private partial void LogUnwritable(Exception exception, string eventType);

    [LoggerMessage(41, LogLevel.Warning, "A {EventType} of {Length} bytes is larger than the caller takes ({Limit}); it is left out")]
    private partial void LogTooLarge(string eventType, int length, int limit);
}
