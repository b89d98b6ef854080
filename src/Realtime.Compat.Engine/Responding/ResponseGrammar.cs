using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// Emits the events of one response. The only place that may emit <c>response.*</c>, so that their order cannot be got wrong: items open
/// and close one after another, a part opens with its item and closes before it, and <see cref="Finish"/> closes whatever is open.
/// </summary>
internal sealed class ResponseGrammar(string responseId, ResponsePlan plan, ConversationItems conversation, Playout playout, Action<ServerEvent> send)
{
    private readonly List<ConversationItem> _output = [];
    private OpenMessage? _open;
    private OpenCall? _openCall;
    private OpenFunction? _openFunction;
    private int _audioBytes;
    private bool _finished;

    /// <summary>Length of all audio sent, in ms.</summary>
    public int AudioMs => _audioBytes / plan.OutputFormat.BytesPerMs();

    /// <summary>Estimate of the tokens of all text sent, for a model that does not count.</summary>
    public int TextTokens { get; private set; }

    /// <summary><c>response.created</c>.</summary>
    public void Create() => send(new ResponseCreated { Response = Snapshot(ResponseStatus.InProgress) });

    /// <summary>More text; opens a message when none is open.</summary>
    public void WriteText(string delta)
    {
        var message = _open ?? OpenNewMessage();
        message.Text.Append(delta);
        TextTokens += TokenEstimate.Of(delta);
        send(new ResponseOutputTextDelta { ResponseId = responseId, ItemId = message.ItemId, OutputIndex = _output.Count, ContentIndex = 0, Delta = delta });
    }

    /// <summary>Words whose audio follows; opens a message when none is open.</summary>
    public void BeginClause(string transcript)
    {
        var message = _open ?? OpenNewMessage();
        message.Text.Append(transcript);
        message.Spoken!.BeginClause(transcript);
        TextTokens += TokenEstimate.Of(transcript);
        send(new ResponseOutputAudioTranscriptDelta
        {
            ResponseId = responseId,
            ItemId = message.ItemId,
            OutputIndex = _output.Count,
            ContentIndex = 0,
            Delta = transcript,
        });
    }

    /// <summary>When the voice says a word of the clause begun last.</summary>
    public void NoteTiming(WordTiming timing) => _open?.Spoken?.Add(timing);

    /// <summary>The audio of the clause begun last is whole.</summary>
    public void EndClause() => _open?.Spoken?.EndClause();

    /// <summary>More audio of the clause begun last.</summary>
    /// <param name="audio">Whole samples in the output format.</param>
    /// <param name="isPlayed">Whether it is to sound in the conversation.</param>
    public void WriteAudio(ReadOnlyMemory<byte> audio, bool isPlayed)
    {
        var message = _open ?? OpenNewMessage();
        _audioBytes += audio.Length;
        if (isPlayed)
            playout.Sent(message.Spoken!, TimeSpan.FromMilliseconds((double)audio.Length / plan.OutputFormat.BytesPerMs()));
        message.Spoken!.Append(audio.Span);
        send(new ResponseOutputAudioDelta { ResponseId = responseId, ItemId = message.ItemId, OutputIndex = _output.Count, ContentIndex = 0, Delta = audio });
    }

    /// <summary>More of a function call's arguments; opens the call's item, after closing what else is open, when it is not open yet.</summary>
    public void WriteArguments(string callId, string name, string delta)
    {
        if (_openFunction?.Item.CallId != callId)
            OpenFunctionCall(callId, name);
        var call = _openFunction!;
        call.Arguments.Append(delta);
        TextTokens += TokenEstimate.Of(delta);
        send(new ResponseFunctionCallArgumentsDelta { ResponseId = responseId, ItemId = call.Item.Id, OutputIndex = _output.Count, CallId = callId, Delta = delta });
    }

    /// <summary>The end of the open function call, whose arguments are what was written of them; or, when it is not open, all of it.</summary>
    public void WriteFunctionCall(string callId, string name, string arguments)
    {
        if (_openFunction?.Item.CallId != callId)
            WriteArguments(callId, name, arguments);
        CloseFunctionCall(ItemStatus.Completed);
    }

    /// <summary>An MCP call that is made now: closes the open message, opens the call's item.</summary>
    public void BeginMcpCall(McpCall call)
    {
        CloseMessage(ItemStatus.Completed);
        CloseFunctionCall(ItemStatus.Incomplete);
        var item = call.ToItem() with { Status = ItemStatus.InProgress };
        var (index, arguments) = (_output.Count, item.Arguments);
        var (entry, previous) = AddItem(item with { Arguments = "" }, null);
        TextTokens += TokenEstimate.Of(item.Name) + TokenEstimate.Of(arguments);
        send(new ResponseMcpCallArgumentsDelta { ResponseId = responseId, ItemId = item.Id, OutputIndex = index, Delta = arguments });
        send(new ResponseMcpCallArgumentsDone { ResponseId = responseId, ItemId = item.Id, OutputIndex = index, Arguments = arguments });
        send(new ResponseMcpCallInProgress { ItemId = item.Id, OutputIndex = index });
        _openCall = new OpenCall(item, entry, previous);
    }

    /// <summary>What became of the open MCP call: closes its item.</summary>
    public void EndMcpCall(McpCallResult result) => CloseCall(result, ItemStatus.Completed);

    /// <summary>A whole request for approval of an MCP call: closes the open message, opens and closes the request's item.</summary>
    public void WriteMcpApprovalRequest(McpCall call)
    {
        CloseMessage(ItemStatus.Completed);
        CloseFunctionCall(ItemStatus.Incomplete);
        TextTokens += TokenEstimate.Of(call.Name) + TokenEstimate.Of(call.Arguments);
        var request = new McpApprovalRequestItem
        {
            Id = call.ItemId,
            Status = ItemStatus.InProgress,
            ServerLabel = call.ServerLabel,
            Name = call.Name,
            Arguments = call.Arguments,
        };
        var (entry, previous) = AddItem(request, null);
        CloseItem(entry, previous, request with { Status = ItemStatus.Completed });
    }

    /// <summary>Closes what is open and sends <c>response.done</c>, once.</summary>
    /// <param name="outcome">How the response ended.</param>
    /// <param name="usage">Tokens.</param>
    /// <param name="metadata">The client's metadata, with what is added for it at the end.</param>
    public void Finish(ResponseOutcome outcome, ResponseUsage usage, IReadOnlyDictionary<string, string>? metadata)
    {
        if (_finished)
            throw new InvalidOperationException($"{responseId} is finished already.");
        _finished = true;
        CloseMessage(outcome.Status is ResponseStatus.Completed ? ItemStatus.Completed : ItemStatus.Incomplete);
        CloseCall(McpCallResult.Failed(new McpToolExecutionError { Message = "The call was stopped before it returned." }), ItemStatus.Incomplete);
        CloseFunctionCall(ItemStatus.Incomplete);
        send(new ResponseDone
        {
            Response = Snapshot(outcome.Status) with { StatusDetails = outcome.ToStatusDetails(), Output = [.. _output], Usage = usage, Metadata = metadata },
        });
    }

    private RealtimeResponse Snapshot(ResponseStatus status) => new()
    {
        Id = responseId,
        Status = status,
        ConversationId = plan.OutOfBand ? null : conversation.Id,
        OutputModality = plan.OutputModality,
        MaxOutputTokens = plan.MaxOutputTokens,
        OutputFormat = plan.OutputFormat,
        Voice = plan.Voice,
        Temperature = plan.Temperature,
        Metadata = plan.Metadata,
    };

    private OpenMessage OpenNewMessage()
    {
        CloseFunctionCall(ItemStatus.Incomplete);
        var item = new MessageItem { Id = Ids.Item(), Status = ItemStatus.InProgress, Role = Role.Assistant, Content = [] };
        var spoken = plan.OutputModality is Modality.Audio ? new SpokenAudio(plan.OutputFormat) : null;
        var (entry, previous) = AddItem(item, spoken);
        send(new ResponseContentPartAdded
        {
            ResponseId = responseId,
            ItemId = item.Id,
            OutputIndex = _output.Count,
            ContentIndex = 0,
            Part = spoken is null ? new TextPart { Text = "" } : new AudioPart { Transcript = "" },
        });
        return _open = new OpenMessage(item, entry, previous);
    }

    private void CloseMessage(ItemStatus status)
    {
        if (_open is not { } message)
            return;

        _open = null;
        var text = message.Text.ToString();
        var (itemId, index) = (message.ItemId, _output.Count);
        if (message.Spoken is null)
        {
            send(new ResponseOutputTextDone { ResponseId = responseId, ItemId = itemId, OutputIndex = index, ContentIndex = 0, Text = text });
        }
        else
        {
            send(new ResponseOutputAudioDone { ResponseId = responseId, ItemId = itemId, OutputIndex = index, ContentIndex = 0 });
            send(new ResponseOutputAudioTranscriptDone { ResponseId = responseId, ItemId = itemId, OutputIndex = index, ContentIndex = 0, Transcript = text });
        }

        send(new ResponseContentPartDone
        {
            ResponseId = responseId,
            ItemId = itemId,
            OutputIndex = index,
            ContentIndex = 0,
            Part = message.Spoken is null ? new TextPart { Text = text } : new AudioPart { Transcript = text },
        });
        ContentPart part = message.Spoken is null ? new OutputText { Text = text } : new OutputAudio { Transcript = text };
        CloseItem(message.Entry, message.PreviousItemId, message.Item with { Status = status, Content = [part] });
    }

    private void CloseCall(McpCallResult result, ItemStatus status)
    {
        if (_openCall is not { } call)
            return;

        _openCall = null;
        var (itemId, index) = (call.Item.Id, _output.Count);
        send(result.Error is null
            ? new ResponseMcpCallCompleted { ItemId = itemId, OutputIndex = index }
            : new ResponseMcpCallFailed { ItemId = itemId, OutputIndex = index });
        CloseItem(call.Entry, call.PreviousItemId, call.Item with { Status = status, Output = result.Output, Error = result.Error });
    }

    private void OpenFunctionCall(string callId, string name)
    {
        CloseMessage(ItemStatus.Completed);
        CloseFunctionCall(ItemStatus.Incomplete);
        var item = new FunctionCallItem { Id = Ids.Item(), Status = ItemStatus.InProgress, CallId = callId, Name = name, Arguments = "" };
        var (entry, previous) = AddItem(item, null);
        TextTokens += TokenEstimate.Of(name);
        _openFunction = new OpenFunction(item, entry, previous);
    }

    private void CloseFunctionCall(ItemStatus status)
    {
        if (_openFunction is not { } call)
            return;

        _openFunction = null;
        var arguments = call.Arguments.ToString();
        send(new ResponseFunctionCallArgumentsDone
        {
            ResponseId = responseId,
            ItemId = call.Item.Id,
            OutputIndex = _output.Count,
            CallId = call.Item.CallId,
            Name = call.Item.Name,
            Arguments = arguments,
        });
        CloseItem(call.Entry, call.PreviousItemId, call.Item with { Status = status, Arguments = arguments });
    }

    private (ConversationEntry Entry, string? PreviousItemId) AddItem(ConversationItem item, SpokenAudio? spoken)
    {
        send(new ResponseOutputItemAdded { ResponseId = responseId, OutputIndex = _output.Count, Item = item });
        var entry = new ConversationEntry(item) { Spoken = spoken };
        if (plan.OutOfBand)
            return (entry, null);

        var previous = conversation.Append(entry);
        send(new ConversationItemAdded { PreviousItemId = previous, Item = item });
        return (entry, previous);
    }

    private void CloseItem(ConversationEntry entry, string? previousItemId, ConversationItem final)
    {
        // What a truncation cut away while the item was still being spoken stays away from the history.
        if (entry.Spoken is not { IsCut: true })
            entry.Item = final;
        else
            entry.Item = ((MessageItem)entry.Item) with { Status = final.Status };

        // The client may have deleted it meanwhile.
        if (!plan.OutOfBand && conversation.TryGet(final.Id, out _))
            send(new ConversationItemDone { PreviousItemId = previousItemId, Item = final });
        send(new ResponseOutputItemDone { ResponseId = responseId, OutputIndex = _output.Count, Item = final });
        _output.Add(final);
    }

    private sealed record OpenCall(McpCallItem Item, ConversationEntry Entry, string? PreviousItemId);
    private sealed record OpenFunction(FunctionCallItem Item, ConversationEntry Entry, string? PreviousItemId)
    {
        public System.Text.StringBuilder Arguments { get; } = new();
    }

    private sealed class OpenMessage(MessageItem item, ConversationEntry entry, string? previousItemId)
    {
        public MessageItem Item { get; } = item;

        public string ItemId => Item.Id;

        public ConversationEntry Entry { get; } = entry;

        public SpokenAudio? Spoken => Entry.Spoken;

        public string? PreviousItemId { get; } = previousItemId;

        public System.Text.StringBuilder Text { get; } = new();
    }
}
