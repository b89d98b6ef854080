using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>One response, from <c>response.created</c> to <c>response.done</c> (PROTOCOL.md, section E.4).</summary>
/// <param name="writesToConversation">Whether its items enter the default conversation.</param>
internal sealed class ResponseOrder(bool writesToConversation)
{
    private const int MaxItems = 128;

    private readonly OrderedDictionary<string, OutputItemOrder> _items = [];

    /// <summary>Whether its items enter the default conversation.</summary>
    public bool WritesToConversation => writesToConversation;

    /// <summary>Takes an event that lies within the response.</summary>
    public void Next(string type, JsonElement json, List<string> breaches)
    {
        var itemId = json.FindId("item_id") ?? json.Find("item")?.FindId("id");
        if (type is "response.output_item.added")
            Add(itemId, json, breaches);
        else if (itemId is not null && _items.TryGetValue(itemId, out var item))
            item.Next(type, json, breaches);
        else
            breaches.Add("item not announced by response.output_item.added");
    }

    /// <summary>Takes <c>response.done</c>.</summary>
    /// <param name="response">The response in it.</param>
    /// <param name="breaches">Receives what is wrong.</param>
    public void Close(JsonElement response, List<string> breaches)
    {
        if (response.FindText("status") is "in_progress")
            breaches.Add("response.done is in_progress");
        var open = string.Join(", ", _items.Where(item => !item.Value.IsDone).Select(item => item.Key));
        if (open.Length > 0)
            breaches.Add($"response.done while items are open: {open}");
        string[] output = response.Find("output") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.FindId("id") ?? "?")] : [];
        if (!output.SequenceEqual(_items.Keys))
            breaches.Add($"response.done has output [{string.Join(", ", output)}], its items were [{string.Join(", ", _items.Keys)}]");
    }

    private void Add(string? itemId, JsonElement json, List<string> breaches)
    {
        var index = json.FindInt("output_index");
        if (index != _items.Count)
            breaches.Add("output_index is not the next one");
        var item = json.Find("item");
        // MCP items have no status.
        if (item?.FindText("status") is not "in_progress" && item?.FindText("type")?.StartsWith("mcp_", StringComparison.Ordinal) is not true)
            breaches.Add("output_item.added is not in_progress");
        if (itemId is null)
            breaches.Add("output_item.added without an item id");
        else if (_items.Count == MaxItems)
            breaches.Add($"more than {MaxItems} items in a response");
        else if (!_items.TryAdd(itemId, new OutputItemOrder(index)))
            breaches.Add($"item {itemId} added twice");
    }
}
