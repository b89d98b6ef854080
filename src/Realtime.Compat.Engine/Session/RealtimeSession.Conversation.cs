using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    private RealtimeError? CreateItem(ConversationItemCreate create)
    {
        var item = create.Item.Id.Length > 0 ? create.Item : create.Item with { Id = Ids.Item() };
        if (_conversation.TryGet(item.Id, out _))
            return SessionErrors.DuplicateItem(item.Id);
        if (create.PreviousItemId is { } previous and not ConversationItemCreate.Root && !_conversation.TryGet(previous, out _))
            return SessionErrors.UnknownPrevious(previous);
        if (item is FunctionCallOutputItem output && !_conversation.HasCall(output.CallId))
            return SessionErrors.UnknownToolCall(output.CallId);
        if (item is McpApprovalResponseItem answer && RefuseAnswer(answer) is { } error)
            return error;

        var entry = Keep(item with { Status = ItemStatus.Completed });
        var predecessor = _conversation.Insert(entry, create.PreviousItemId);
        Send(new ConversationItemAdded { PreviousItemId = predecessor, Item = entry.Item });
        Send(new ConversationItemDone { PreviousItemId = predecessor, Item = entry.Item });
        if (entry.Item is McpApprovalResponseItem given)
            TakeAnswer(given);
        return null;
    }

    /// <summary>Makes an entry of an item a client wrote. Recorded speech in it is taken out of the events and transcribed for the model, unreported.</summary>
    private ConversationEntry Keep(ConversationItem item)
    {
        if (item is not MessageItem message || message.Content.OfType<InputAudio>().Where(part => part.Audio is not null).ToList() is not { Count: > 0 } recordings)
            return new ConversationEntry(item);

        // Words that the client knows stand; several recordings without are one utterance.
        var wordless = recordings.FindAll(part => part.Transcript is null);
        var audio = (wordless.Count > 0 ? wordless : recordings).SelectMany(part => part.Audio!.Value.ToArray()).ToArray();
        var utterance = new Utterance(audio, _configuration.InputFormat) { ReportTranscription = false };
        var content = message.Content.Select(part => part is InputAudio recording ? recording with { Audio = null } : part);
        var entry = new ConversationEntry(message with { Content = [.. content] }) { Utterance = utterance };
        if (wordless.Count > 0)
            Own(TranscribeAsync(entry.Id, utterance, null));
        else
            utterance.Outcome = new Hearing.TranscriptionOutcome(string.Join(' ', recordings.Select(part => part.Transcript)), null);
        return entry;
    }

    private RealtimeError? RetrieveItem(string itemId)
    {
        if (!_conversation.TryGet(itemId, out var entry))
            return SessionErrors.UnknownRetrieve(itemId);
        Send(new ConversationItemRetrieved { Item = entry.WithAudio(_setup.MaxRetrievedAudioBytes) });
        return null;
    }

    private RealtimeError? DeleteItem(string itemId)
    {
        if (!_conversation.Remove(itemId))
            return SessionErrors.UnknownDelete(itemId);
        ForgetApproval(itemId);
        Send(new ConversationItemDeleted { ItemId = itemId });
        return null;
    }

    private RealtimeError? TruncateItem(ConversationItemTruncate truncate)
    {
        if (!_conversation.TryGet(truncate.ItemId, out var entry))
            return SessionErrors.UnknownTruncate(truncate.ItemId);
        if (entry.Spoken is not { DurationMs: > 0 } spoken || entry.Item is not MessageItem message || truncate.ContentIndex != 0)
            return SessionErrors.NotTruncatable();
        if (truncate.AudioEndMs > spoken.DurationMs)
            return SessionErrors.TruncateBeyondEnd(spoken.DurationMs, truncate.AudioEndMs);

        StopPlayout(spoken);
        entry.Item = message with { Content = [new OutputAudio { Transcript = spoken.Truncate(truncate.AudioEndMs) }] };
        Send(new ConversationItemTruncated { ItemId = truncate.ItemId, ContentIndex = truncate.ContentIndex, AudioEndMs = truncate.AudioEndMs });
        return null;
    }
}
