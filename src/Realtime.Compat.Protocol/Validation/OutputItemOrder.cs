using System.Globalization;
using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>One output item of a response, from <c>response.output_item.added</c> to <c>response.output_item.done</c>.</summary>
/// <param name="index">Its <c>output_index</c>.</param>
internal sealed class OutputItemOrder(int? index)
{
    /// <summary>Models emit one part an item; a log with hundreds is an attack.</summary>
    private const int MaxParts = 16;

    private readonly StreamOrder _stream = new();
    private readonly Dictionary<int, StreamOrder> _parts = [];

    /// <summary>Whether <c>response.output_item.done</c> was seen.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes an event of this item.</summary>
    public void Next(string type, JsonElement json, List<string> breaches)
    {
        if (IsDone)
            breaches.Add("event after response.output_item.done");
        if (json.FindInt("output_index") is var outputIndex && outputIndex != index)
            breaches.Add($"output_index is {Show(outputIndex)}, the item has {Show(index)}");

        if (type is "response.output_item.done")
            Close(json, breaches);
        else if (type is "response.content_part.added")
            Open(json, breaches);
        else if (json.Find("content_index") is null)
            _stream.Next(type, json, breaches);
        else if (Part(json) is not { } part)
            breaches.Add(type is "response.content_part.done" ? "content_part.done without content_part.added" : "delta or done before content_part.added");
        else if (type is "response.content_part.done")
            part.Close(json, breaches);
        else
            part.Next(type, json, breaches);
    }

    private static string Show(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "absent";

    private StreamOrder? Part(JsonElement json) => json.FindInt("content_index") is { } at ? _parts.GetValueOrDefault(at) : null;

    private void Open(JsonElement json, List<string> breaches)
    {
        if (json.FindInt("content_index") is not { } at)
            breaches.Add("content_part.added without content_index");
        else if (_parts.Count == MaxParts)
            breaches.Add($"more than {MaxParts} content parts in an item");
        else if (!_parts.TryAdd(at, new StreamOrder()))
            breaches.Add("content_part.added twice");
    }

    private void Close(JsonElement json, List<string> breaches)
    {
        IsDone = true;
        if (_parts.Values.Any(part => !part.IsDone))
            breaches.Add("output_item.done while a content part is open");
        if (json.Find("item")?.FindText("status") is "in_progress")
            breaches.Add("output_item.done is in_progress");
    }
}
