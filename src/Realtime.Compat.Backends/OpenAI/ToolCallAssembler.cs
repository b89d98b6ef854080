using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>
/// Puts tool calls together from deltas. Seen in the wild: fragments by index; whole calls that all have index 0; no index; no id; the id on every
/// fragment; arguments as an object. The id decides first, then the index, then what came last.
/// </summary>
internal sealed class ToolCallAssembler
{
    private readonly List<Part> _parts = [];

    /// <summary>Takes the `tool_calls` of one delta.</summary>
    public void Add(JsonElement calls)
    {
        foreach (var item in calls.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
                continue;
            var function = item.TryGetProperty("function", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
            var name = JsonText.Of(function, "name");
            var part = Find(JsonText.Of(item, "id"), item.TryGetProperty("index", out var index) && index.TryGetInt32(out var number) ? number : null, name);
            part.Name = string.IsNullOrEmpty(part.Name) ? name : part.Name;
            if (function.ValueKind != JsonValueKind.Object || !function.TryGetProperty("arguments", out var arguments))
                continue;
            if (arguments.ValueKind == JsonValueKind.String)
                part.Arguments.Append(JsonText.Of(arguments));
            else if (arguments.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                part.Arguments.Append(arguments.GetRawText());
        }
    }

    /// <summary>
    /// What is certain of the first call's arguments and was not taken; null when nothing is. Later calls come whole, since servers interleave
    /// them, and so does one that the server gave no id.
    /// </summary>
    public ChatPiece.ArgumentsDelta? TakeDelta() =>
        _parts is [{ Id.Length: > 0, Name.Length: > 0 } part, ..] && part.Arguments.Take() is { } piece ? new(part.Id, part.Name, piece) : null;

    /// <summary>The rest of arguments that were taken in part, as <see cref="Finish"/> reads them; null when there is none.</summary>
    /// <param name="cutByLimit">As of <see cref="Finish"/>.</param>
    public ChatPiece.ArgumentsDelta? TakeRest(bool cutByLimit)
    {
        if (_parts is not [{ Arguments.Taken: > 0 } part, ..])
            return null;
        var text = part.Arguments.ToString();
        if (cutByLimit && ToolCalls.Make(part.Id, part.Name!, text).Exception is not null)
            return null;
        var rest = ToolCalls.Mend(text)[part.Arguments.Taken..];
        return string.IsNullOrWhiteSpace(rest) ? null : new(part.Id!, part.Name!, rest);
    }

    /// <summary>The calls in the order in which they began. A call without a name is none.</summary>
    /// <param name="cutByLimit">The answer ended at its token limit: a call whose arguments are broken was not finished, and is left out.</param>
    public IEnumerable<FunctionCallContent> Finish(bool cutByLimit)
    {
        var calls = _parts
            .Where(p => !string.IsNullOrEmpty(p.Name))
            .Select(p => ToolCalls.Make(p.Id, p.Name!, p.Arguments.ToString()))
            .Where(call => call.Exception is null || !cutByLimit)
            .ToList();
        _parts.Clear();
        return calls;
    }

    private Part Find(string? id, int? index, string? name)
    {
        if (!string.IsNullOrEmpty(id))
        {
            if (_parts.Find(p => p.Id == id) is { } known)
                return known;
            // An id that comes late belongs to the call at its index that has none yet.
            return index is not null && _parts.FindLast(p => p.Index == index) is { Id: null, Name: null } waiting
                ? waiting.Named(id)
                : Begin(id, index);
        }

        var current = index is null ? _parts.LastOrDefault() : _parts.FindLast(p => p.Index == index);
        var isAnother = current is { Id: null } && !string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(current.Name) && (name != current.Name || current.IsWhole);
        return current is null || isAnother ? Begin(null, index) : current;
    }

    private Part Begin(string? id, int? index)
    {
        var part = new Part { Id = id, Index = index };
        _parts.Add(part);
        return part;
    }

    private sealed class Part
    {
        public string? Id { get; set; }

        public int? Index { get; init; }

        public string? Name { get; set; }

        public ArgumentsText Arguments { get; } = new();

        /// <summary>Its arguments are a finished object already, so the same name again is another call.</summary>
        public bool IsWhole => Arguments.Length > 0 && JsonExtent.EndOf(Arguments.ToString()) == Arguments.Length;

        public Part Named(string id)
        {
            Id = id;
            return this;
        }
    }
}
