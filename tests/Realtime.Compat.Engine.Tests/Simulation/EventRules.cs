using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>The rules that the events of a session keep, whatever happens. Fed one event at a time; throws at the first breach.</summary>
internal sealed class EventRules
{
    private readonly Dictionary<string, OpenResponse> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _doneResponses = [];
    private readonly HashSet<string> _eventIds = [];
    private readonly HashSet<string> _everAdded = [];
    private readonly HashSet<string> _finalItems = [];
    private readonly HashSet<string> _transcribed = [];
    private readonly List<string> _order = [];
    private string? _openTurn;
    private AudioFormat _inputFormat = AudioFormat.Pcm16;
    private bool _created;

    /// <summary>Responses that were created and are not done.</summary>
    public IReadOnlyCollection<string> OpenResponses => _open.Keys;

    /// <summary>Items of the conversation now, in order, as the events tell.</summary>
    public IReadOnlyList<string> Items => _order;

    public void Check(ServerEvent e)
    {
        Require(_eventIds.Add(e.EventId), "an event id came twice");
        Require(e is SessionCreated != _created, "session.created comes first and once");
        _created = true;
        switch (e)
        {
            case InputAudioBufferSpeechStarted started:
                Require(_openTurn is null, "a turn started inside a turn");
                _openTurn = started.ItemId;
                break;
            case InputAudioBufferSpeechStopped stopped:
                Require(_openTurn == stopped.ItemId, "another turn stopped than started");
                _openTurn = null;
                break;
            case InputAudioBufferCommitted committed:
                Require(committed.PreviousItemId == _order.LastOrDefault(), "committed after another item than the last");
                if (committed.ItemId == _openTurn)
                    _openTurn = null;
                break;
            case InputAudioBufferCleared:
                _openTurn = null;
                break;
            case SessionUpdated updated:
                // Without turn detection an open turn is the client's; audio of another format is another buffer.
                if (updated.Session.TurnDetection is null || updated.Session.InputFormat != _inputFormat)
                    _openTurn = null;
                _inputFormat = updated.Session.InputFormat;
                break;
            case ConversationItemAdded added:
                Add(added.Item, added.PreviousItemId);
                break;
            case ConversationItemDone done:
                Require(_everAdded.Contains(done.Item.Id), "an item is done that was never added");
                Require(_finalItems.Add(done.Item.Id), "an item is done twice");
                break;
            case ConversationItemDeleted deleted:
                Require(_order.Remove(deleted.ItemId), "an unknown item was deleted");
                _everAdded.Remove(deleted.ItemId);
                _finalItems.Remove(deleted.ItemId);
                break;
            case ConversationItemTruncated truncated:
                Require(_order.Contains(truncated.ItemId), "an unknown item was truncated");
                break;
            case ConversationItemRetrieved retrieved:
                Require(_order.Contains(retrieved.Item.Id), "an unknown item was retrieved");
                break;
            case InputAudioTranscriptionDelta delta:
                Require(_everAdded.Contains(delta.ItemId) && !_transcribed.Contains(delta.ItemId), "a transcription delta out of place");
                break;
            case InputAudioTranscriptionCompleted completed:
                Require(_everAdded.Contains(completed.ItemId) && _transcribed.Add(completed.ItemId), "a transcription completed twice or for no item");
                break;
            case InputAudioTranscriptionFailed failed:
                Require(_everAdded.Contains(failed.ItemId) && _transcribed.Add(failed.ItemId), "a transcription failed twice or for no item");
                break;
            case ResponseCreated created:
                Require(created.Response.Status is ResponseStatus.InProgress && created.Response.Output.Count == 0, "a response begins in progress and empty");
                Require(_open.TryAdd(created.Response.Id, new OpenResponse(created.Response.ConversationId is not null)), "a response was created twice");
                Require(_open.Values.Count(response => response.InConversation) <= 1, "two responses run in the conversation");
                break;
            case ResponseDone done:
                Done(done.Response);
                break;
            default:
                CheckResponse(e);
                break;
        }
    }

    private void Add(ConversationItem item, string? previous)
    {
        Require(_everAdded.Add(item.Id), "an item was added twice");
        var index = previous is null ? 0 : _order.IndexOf(previous) + 1;
        Require(previous is null || index > 0, "an item follows an unknown one");
        _order.Insert(index, item.Id);
    }

    private void Done(RealtimeResponse response)
    {
        Require(_open.Remove(response.Id, out var open), "a response is done that does not run");
        Require(_doneResponses.Add(response.Id), "a response is done twice");
        Require(open!.Part is null && open.Item is null, "a response is done with something open");
        Require(response.Usage is not null && response.Status is not ResponseStatus.InProgress, "a done response has a status and usage");
        Require(response.Output.Select(item => item.Id).SequenceEqual(open.Closed), "a response's output is not what it sent");
        Require((response.Status is ResponseStatus.Completed) == (response.StatusDetails is null), "status details say why it did not complete");
        if (open.InConversation)
            Require(response.Output.All(item => _finalItems.Contains(item.Id) || !_order.Contains(item.Id)), "an output item is not done in the conversation");
    }

    private void CheckResponse(ServerEvent e)
    {
        switch (e)
        {
            case ResponseOutputItemAdded added:
                Running(added.ResponseId).Begin(added.Item, added.OutputIndex);
                break;
            case ResponseOutputItemDone done:
                Running(done.ResponseId).End(done.Item, done.OutputIndex);
                break;
            case ResponseContentPartAdded added:
                Running(added.ResponseId).BeginPart(added.ItemId, added.OutputIndex);
                break;
            case ResponseContentPartDone done:
                Running(done.ResponseId).EndPart(done.ItemId, done.OutputIndex, done.Part is TextPart text ? text.Text : ((AudioPart)done.Part).Transcript);
                break;
            case ResponseOutputTextDelta delta:
                Running(delta.ResponseId).Append(delta.ItemId, delta.OutputIndex, delta.Delta);
                break;
            case ResponseOutputAudioTranscriptDelta delta:
                Running(delta.ResponseId).Append(delta.ItemId, delta.OutputIndex, delta.Delta);
                break;
            case ResponseOutputAudioDelta delta:
                Require(delta.Delta.Length > 0 && delta.Delta.Length % 2 == 0, "audio of half a sample, or of none");
                Running(delta.ResponseId).Append(delta.ItemId, delta.OutputIndex, "");
                break;
            case ResponseFunctionCallArgumentsDelta delta:
                Running(delta.ResponseId).AppendArguments(delta.ItemId, delta.OutputIndex, delta.Delta);
                break;
            case ResponseFunctionCallArgumentsDone done:
                Running(done.ResponseId).EndArguments(done.ItemId, done.OutputIndex, done.Arguments);
                break;
        }
    }

    private OpenResponse Running(string responseId)
    {
        Require(_open.TryGetValue(responseId, out var response), "an event of a response that does not run");
        return response!;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    private sealed class OpenResponse(bool inConversation)
    {
        private string _arguments = "";
        private bool _argumentsDone;

        public bool InConversation { get; } = inConversation;

        public List<string> Closed { get; } = [];

        public string? Item { get; private set; }

        public string? Part { get; private set; }

        public void Begin(ConversationItem item, int index)
        {
            Require(Item is null && index == Closed.Count && item.Status is ItemStatus.InProgress, "an item begins out of place");
            Item = item.Id;
            (_arguments, _argumentsDone) = ("", false);
        }

        public void End(ConversationItem item, int index)
        {
            Require(Item == item.Id && index == Closed.Count && Part is null && item.Status is not ItemStatus.InProgress, "an item ends out of place");
            Require(item is not FunctionCallItem call || (_argumentsDone && call.Arguments == _arguments), "a call ends with other arguments than it had");
            Closed.Add(item.Id);
            Item = null;
        }

        public void BeginPart(string itemId, int index)
        {
            Inside(itemId, index);
            Require(Part is null, "a part begins inside a part");
            Part = "";
        }

        public void Append(string itemId, int index, string text)
        {
            Inside(itemId, index);
            Require(Part is not null, "a delta outside a part");
            Part += text;
        }

        public void EndPart(string itemId, int index, string whole)
        {
            Inside(itemId, index);
            Require(Part == whole, "a part's whole is not its deltas");
            Part = null;
        }

        public void AppendArguments(string itemId, int index, string delta)
        {
            Inside(itemId, index);
            Require(!_argumentsDone, "arguments went on after they were done");
            _arguments += delta;
        }

        public void EndArguments(string itemId, int index, string whole)
        {
            Inside(itemId, index);
            Require(!_argumentsDone && _arguments == whole, "arguments are not their deltas, or done twice");
            _argumentsDone = true;
        }

        public void Inside(string itemId, int index) => Require(Item == itemId && index == Closed.Count, "an event of an item that is not open");
    }
}
