using System.Diagnostics.CodeAnalysis;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>The ordered items of a session's one conversation.</summary>
internal sealed class ConversationItems
{
    private readonly List<ConversationEntry> _entries = [];
    private readonly Dictionary<string, ConversationEntry> _byId = new(StringComparer.Ordinal);

    /// <summary>Id of the conversation, <c>conv_…</c>.</summary>
    public string Id { get; } = Ids.Conversation();

    /// <summary>The items, oldest first.</summary>
    public IReadOnlyList<ConversationEntry> Entries => _entries;

    /// <summary>Id of the last item; null when there is none.</summary>
    public string? LastId => _entries.Count > 0 ? _entries[^1].Id : null;

    /// <summary>Looks an item up.</summary>
    public bool TryGet(string itemId, [NotNullWhen(true)] out ConversationEntry? entry) => _byId.TryGetValue(itemId, out entry);

    /// <summary>Whether a function call with this id was made.</summary>
    public bool HasCall(string callId) => _entries.Exists(entry => entry.Item is FunctionCallItem call && call.CallId == callId);

    /// <summary>Whether an MCP approval request was answered.</summary>
    public bool HasAnswerTo(string requestId) => _entries.Exists(entry => entry.Item is McpApprovalResponseItem answer && answer.ApprovalRequestId == requestId);

    /// <summary>Puts an item at the end.</summary>
    /// <returns>Id of the item before it; null when it is the first.</returns>
    public string? Append(ConversationEntry entry)
    {
        var previous = LastId;
        _entries.Add(entry);
        _byId.Add(entry.Id, entry);
        return previous;
    }

    /// <summary>Puts an item where a client wants it.</summary>
    /// <param name="entry">The item.</param>
    /// <param name="previousItemId">As in <see cref="ConversationItemCreate.PreviousItemId"/>; a known id, or null, or root.</param>
    /// <returns>Id of the item before it; null when it is the first.</returns>
    public string? Insert(ConversationEntry entry, string? previousItemId)
    {
        if (previousItemId is null)
            return Append(entry);

        var index = previousItemId == ConversationItemCreate.Root ? 0 : _entries.FindIndex(e => e.Id == previousItemId) + 1;
        _entries.Insert(index, entry);
        _byId.Add(entry.Id, entry);
        return index == 0 ? null : _entries[index - 1].Id;
    }

    /// <summary>Id of the item before another; null when that is the first or is gone.</summary>
    public string? PreviousOf(string itemId)
    {
        var index = _entries.FindIndex(entry => entry.Id == itemId);
        return index > 0 ? _entries[index - 1].Id : null;
    }

    /// <summary>Takes an item out.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(string itemId)
    {
        if (!_byId.Remove(itemId, out var entry))
            return false;
        _entries.Remove(entry);
        return true;
    }
}
