using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>The default conversation and the input buffer: items, speech, transcriptions (PROTOCOL.md, sections E.1 and F).</summary>
internal sealed class ConversationOrder
{
    private const int Remembered = 1 << 16;

    private readonly KnownIds<Item> _items = new(Remembered);
    private string? _speaking;
    private bool _speechMayHaveEnded;

    /// <summary>Takes an event; those that say nothing about the conversation are let pass.</summary>
    public void Next(string type, JsonElement json, List<string> breaches)
    {
        switch (type)
        {
            case "conversation.item.added" or "conversation.item.created":
                Announce(type, json, breaches);
                break;
            case "conversation.item.done":
                Finish(json, breaches);
                break;
            case "conversation.item.deleted":
                if (Known(type, json, breaches) is { } deleted)
                    deleted.IsInConversation = false;
                break;
            case "conversation.item.truncated":
                Known(type, json, breaches);
                break;
            case "input_audio_buffer.speech_started":
                StartSpeech(json, breaches);
                break;
            case "input_audio_buffer.speech_stopped":
                StopSpeech(json, breaches);
                break;
            case "input_audio_buffer.committed":
                Commit(json, breaches);
                break;
            case "input_audio_buffer.cleared":
                _speaking = null;
                break;
            case "session.updated" or "transcription_session.updated":
                // A change of turn detection or format may end the turn without a word.
                _speechMayHaveEnded = true;
                break;
            case var _ when type.StartsWith("conversation.item.input_audio_transcription.", StringComparison.Ordinal):
                Transcribe(type, json, breaches);
                break;
        }
    }

    private void Announce(string type, JsonElement json, List<string> breaches)
    {
        CheckPrevious(json, breaches);
        if (json.Find("item")?.FindId("id") is not { } id)
        {
            breaches.Add($"{type} without an item id");
            return;
        }

        var item = Remember(id);
        if (item.IsInConversation)
            breaches.Add($"item {id} announced twice");
        (item.IsInConversation, item.IsDone) = (true, false);
    }

    private void Finish(JsonElement json, List<string> breaches)
    {
        if (json.Find("item")?.FindId("id") is not { } id)
            breaches.Add("conversation.item.done without an item id");
        else if (!_items.TryGet(id, out var item) || !item.IsInConversation)
            Unknown("conversation.item.done before .added", breaches);
        else if (item.IsDone)
            breaches.Add($"conversation.item.done of {id} twice");
        else
            item.IsDone = true;
    }

    private void CheckPrevious(JsonElement json, List<string> breaches)
    {
        if (json.FindId("previous_item_id") is { } previous && !(_items.TryGet(previous, out var item) && item.IsInConversation))
            Unknown($"previous_item_id {previous} unknown", breaches);
    }

    private Item? Known(string type, JsonElement json, List<string> breaches)
    {
        if (json.FindId("item_id") is { } id && _items.TryGet(id, out var item) && item.IsInConversation)
            return item;
        Unknown($"{type} of an item that is not in the conversation", breaches);
        return null;
    }

    private void StartSpeech(JsonElement json, List<string> breaches)
    {
        if (_speaking is not null && !_speechMayHaveEnded)
            breaches.Add($"speech_started while the speech of {_speaking} goes on");
        (_speaking, _speechMayHaveEnded) = (json.FindId("item_id"), false);
        if (_speaking is null)
            breaches.Add("speech_started without an item id");
    }

    private void StopSpeech(JsonElement json, List<string> breaches)
    {
        var id = json.FindId("item_id");
        if (_speaking is null)
            breaches.Add("speech_stopped without speech_started");
        else if (id != _speaking)
            breaches.Add($"speech_stopped of {id}, the speech is {_speaking}");
        _speaking = null;
    }

    /// <summary>A commit takes the open turn, under the turn's own id.</summary>
    private void Commit(JsonElement json, List<string> breaches)
    {
        CheckPrevious(json, breaches);
        if (json.FindId("item_id") is not { } id)
        {
            breaches.Add("committed without an item id");
            return;
        }

        if (_speaking is not null && !_speechMayHaveEnded && id != _speaking)
            breaches.Add($"committed {id} while the speech of {_speaking} goes on");
        _speaking = null;
        if (Remember(id) is { IsCommitted: false } item)
            item.IsCommitted = true;
        else
            breaches.Add($"{id} committed twice");
    }

    private void Transcribe(string type, JsonElement json, List<string> breaches)
    {
        if (json.FindId("item_id") is not { } id || !_items.TryGet(id, out var item))
        {
            Unknown("transcription of an item that was neither committed nor announced", breaches);
            return;
        }

        var ends = type.EndsWith(".completed", StringComparison.Ordinal) || type.EndsWith(".failed", StringComparison.Ordinal);
        if (json.FindInt("content_index") is not { } part || (!ends && !type.EndsWith(".delta", StringComparison.Ordinal)))
            return;
        if (item.Transcribed?.Contains(part) is true)
            breaches.Add($"{type} of {id} after its transcription ended");
        else if (ends && part is >= 0 and < 1024)
            (item.Transcribed ??= []).Add(part);
    }

    private Item Remember(string id)
    {
        if (_items.TryGet(id, out var known))
            return known;
        var item = new Item();
        _items.TryAdd(id, item);
        return item;
    }

    private void Unknown(string breach, List<string> breaches)
    {
        if (!_items.HasForgotten)
            breaches.Add(breach);
    }

    private sealed class Item
    {
        public bool IsInConversation { get; set; }

        public bool IsDone { get; set; }

        public bool IsCommitted { get; set; }

        /// <summary>Content parts whose transcription ended.</summary>
        public HashSet<int>? Transcribed { get; set; }
    }
}
