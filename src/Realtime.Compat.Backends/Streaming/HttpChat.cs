using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// Asks a chat server and yields its answer: what both wires have in common. Keeps the time, makes tool choice true, filters thoughts and printed
/// calls, caps the length, and asks a second time only where that is safe: before anything of the answer, and for a reason that may have passed.
/// </summary>
internal sealed partial class HttpChat : IDisposable
{
    private static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    private readonly IChatWire _wire;
    private readonly ChatBackendOptions _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly bool _forcesNamedToolAtOnce;
    private readonly SemaphoreSlim? _slots;

    /// <summary>Models that have answered: the others may have to be loaded first.</summary>
    private readonly ConcurrentDictionary<string, bool> _warm = new(StringComparer.Ordinal);

    private volatile bool _startsInThought;
    private volatile string? _modelWithoutTools;

    /// <param name="wire">The server's protocol.</param>
    /// <param name="settings">Defaults and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="forcesNamedToolAtOnce">The server has no tool choice of its own, so a named tool is forced by schema in the first request.</param>
    public HttpChat(IChatWire wire, ChatBackendOptions settings, TimeProvider time, ILogger log, bool forcesNamedToolAtOnce)
    {
        (_wire, _settings, _time, _log, _forcesNamedToolAtOnce) = (wire, settings, time, log, forcesNamedToolAtOnce);
        _slots = settings.MaxConcurrentCalls > 0 ? new SemaphoreSlim(settings.MaxConcurrentCalls) : null;
    }

    public void Dispose() => _slots?.Dispose();

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var demand = ToolDemand.From(options);
        var request = Request(messages, options, demand);
        var id = $"chat-{Guid.NewGuid():N}";
        ChatResponseUpdate Update(AIContent content) =>
            new(ChatRole.Assistant, [content]) { ResponseId = id, MessageId = id, ModelId = request.Model, CreatedAt = _time.GetUtcNow() };

        UsageDetails? usage = null;
        ChatFinishReason finish;
        var asked = demand.IsSpecific && _forcesNamedToolAtOnce ? demand.Force(request) : request;
        while (true)
        {
            await using var exchange = await OpenAsync(asked, demand, cancellationToken);
            while (await NextAsync(exchange) is { } contents)
            {
                foreach (var content in contents)
                    yield return Update(content);
            }

            var answer = exchange.Answer;
            if (answer.Usage is not null)
                (usage ??= new UsageDetails()).Add(answer.Usage);
            finish = FinishOf(answer);
            if (answer.HasCall || !demand.IsRequired)
                break;
            if (exchange.Request.AnswerSchema is not null)
            {
                yield return Update(ReadForced(exchange, demand));
                finish = ChatFinishReason.ToolCalls;
                break;
            }

            LogForcing(request.Model);
            asked = demand.Force(request);
        }

        var end = Update(new UsageContent(usage ?? new UsageDetails()));
        if (usage is null)
            end.Contents.Clear();
        end.FinishReason = finish;
        yield return end;
    }

    private ChatCallRequest Request(IEnumerable<ChatMessage> messages, ChatOptions? options, ToolDemand demand)
    {
        var prompt = messages.ToList();
        if (options?.Instructions is { Length: > 0 } instructions)
            prompt.Insert(0, new ChatMessage(ChatRole.System, instructions));
        var model = _settings.ModelFor(options?.ModelId);
        return new ChatCallRequest
        {
            Model = model,
            Messages = prompt,
            MaxOutputTokens = options?.MaxOutputTokens ?? _settings.MaxOutputTokens,
            Temperature = options?.Temperature ?? _settings.Temperature,
            TopP = options?.TopP ?? _settings.TopP,
            Options = options ?? new ChatOptions(),
            Tools = model == _modelWithoutTools && !demand.IsRequired ? [] : demand.Offered,
            MustCall = demand.IsRequired,
        };
    }

    /// <summary>Sends a request; once more where the first attempt failed for a passing reason, or without tools where the model cannot call any.</summary>
    private async ValueTask<ChatExchange> OpenAsync(ChatCallRequest request, ToolDemand demand, CancellationToken cancellationToken)
    {
        var peer = _wire.PeerFor(request.Model);
        for (var mayRetry = true; ; mayRetry = false)
        {
            var limits = LimitsOf(request);
            var exchange = new ChatExchange(peer, request, new BackendCall(peer, limits, _time, cancellationToken), new ChatAnswer(request, demand, _startsInThought));
            try
            {
                exchange.Slot = await EnterAsync(peer, limits.First, cancellationToken);
                exchange.Stream = await _wire.OpenAsync(request, exchange.Call);
                return exchange;
            }
            catch (BackendException failure)
            {
                await exchange.DisposeAsync();
                LogFailure(peer.Label, request.Model, failure.Code, failure.Message);
                LogServerText(failure.ServerText);
                if (failure.Code == BackendErrorCodes.ToolsNotSupported && request.Tools.Count > 0)
                {
                    _modelWithoutTools = request.Model;
                    LogWithoutTools(request.Model);
                    request = (demand.IsRequired && request.AnswerSchema is null ? demand.Force(request) : request) with { Tools = [], MustCall = false };
                    mayRetry = true;
                    continue;
                }

                if (!mayRetry || !MayPass(failure))
                    throw;
                if (failure.Code == BackendErrorCodes.Overloaded)
                    await Task.Delay(failure.RetryAfter ?? BackOff, _time, cancellationToken);
            }
            catch (Exception e)
            {
                await exchange.DisposeAsync();
                if (e is OperationCanceledException)
                    throw;
                throw new BackendException(BackendErrorCodes.Refused, "The conversation holds something that cannot be sent to the chat server.", e);
            }
        }
    }

    /// <summary>A model that has not answered yet may have to be loaded first: that is waited for where nobody else would answer, or nobody waits.</summary>
    private CallLimits LimitsOf(ChatCallRequest request) =>
        _warm.ContainsKey(request.Model) || (_settings.HasNext && !Background.IsSet(request.Options.AdditionalProperties))
            ? new CallLimits(_settings.FirstTokenTimeout, _settings.IdleTimeout, _settings.TotalTimeout)
            : new CallLimits(_settings.WarmUpTimeout, _settings.IdleTimeout, _settings.WarmUpTimeout + _settings.TotalTimeout);

    /// <summary>Waits for a place among the calls that may be in flight, on a clock of its own: the server is asked afterwards, and has all its time.</summary>
    /// <returns>The place, to be given back; null where there is no limit.</returns>
    private async ValueTask<SemaphoreSlim?> EnterAsync(BackendPeer peer, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_slots is null || _slots.Wait(0, CancellationToken.None))
            return _slots;
        using var patience = new CancellationTokenSource(atMost, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _slots.WaitAsync(either.Token);
            return _slots;
        }
        catch (OperationCanceledException canceled)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new AbandonedCallException(TimeSpan.Zero, cancellationToken, canceled);
            throw new BackendException(BackendErrorCodes.Overloaded, $"{peer.Label} is busy with as many calls as it may have at once.", canceled) { IsOurQueue = true };
        }
    }

    /// <summary>What the next piece adds; null at the end of a whole answer.</summary>
    /// <exception cref="BackendException">The answer broke off, or has nothing in it.</exception>
    private async ValueTask<IReadOnlyList<AIContent>?> NextAsync(ChatExchange exchange)
    {
        var answer = exchange.Answer;
        try
        {
            if (answer.IsCapped)
                return answer.Finish is null ? answer.Cap() : null;
            if (await exchange.Stream!.NextAsync() is { } piece)
            {
                _warm.TryAdd(exchange.Request.Model, true);
                return answer.Take(piece);
            }

            if (answer.Finish is null)
                throw BackendFailures.CutOff(exchange.Peer);
            _startsInThought = answer.ThoughtHadNoOpener;
            if (!answer.HasText && !answer.HasCall && answer.Finish != ChatFinishReason.Length && (answer.HasThought || answer.DroppedCall) && answer.HeldText.Length == 0)
            {
                throw new BackendException(BackendErrorCodes.EmptyAnswer, answer.DroppedCall
                    ? "The model tried to call a tool and printed something that cannot be read."
                    : "The model thought and then said nothing.");
            }

            return null;
        }
        catch (BackendException failure)
        {
            LogFailure(exchange.Peer.Label, exchange.Request.Model, failure.Code, failure.Message);
            LogServerText(failure.ServerText);
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw exchange.Call.Translate(e);
        }
    }

    private static FunctionCallContent ReadForced(ChatExchange exchange, ToolDemand demand)
    {
        var text = exchange.Answer.HeldText;
        if (demand.Read(text) is { Exception: null } call)
            return call;
        throw exchange.Answer.Finish == ChatFinishReason.Length
            ? new BackendException(BackendErrorCodes.CutOff, $"The model reached its limit of {exchange.Request.MaxOutputTokens} tokens in the middle of a tool call.")
            : new BackendException(BackendErrorCodes.Protocol, "The model was told to call a tool and did not.");
    }

    /// <summary>Servers disagree whether calls end in "stop" or "tool_calls": here calls decide.</summary>
    private static ChatFinishReason FinishOf(ChatAnswer answer)
    {
        var given = answer.Finish!.Value;
        if (given != ChatFinishReason.Stop && given != ChatFinishReason.ToolCalls)
            return given;
        return answer.HasCall ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
    }

    private static bool MayPass(BackendException failure) => failure.Code == BackendErrorCodes.Overloaded
        ? failure.StatusCode is not null && (failure.RetryAfter is null || failure.RetryAfter <= LongestBackOff)
        : BackendFailures.IsLostConnection(failure);

    [LoggerMessage(1, LogLevel.Warning, "{Server}, model {Model}: {Code}: {Reason}")]
    private partial void LogFailure(string server, string model, string code, string reason);

    [LoggerMessage(2, LogLevel.Debug, "The server's own words: {Text}")]
    private partial void LogServerText(string? text);

    [LoggerMessage(3, LogLevel.Warning, "Model {Model} cannot call tools: it is asked without them.")]
    private partial void LogWithoutTools(string model);

    [LoggerMessage(4, LogLevel.Debug, "Model {Model} did not call the tool it was told to call: it is asked again in the shape of a call.")]
    private partial void LogForcing(string model);
}
