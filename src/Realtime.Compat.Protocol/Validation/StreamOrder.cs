using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>What streams through one content part, or through an item that has none (a call's arguments).</summary>
internal sealed class StreamOrder
{
    private const string Delta = ".delta";
    private const string Done = ".done";

    /// <summary>Streams that one part can have: text, transcript, audio, and room for one more.</summary>
    private const int MaxStreams = 4;

    private readonly Dictionary<string, TextStream> _streams = [];

    /// <summary>Whether <c>response.content_part.done</c> was seen.</summary>
    public bool IsDone { get; private set; }

    /// <summary>A delta stops at its <c>.done</c>, and everything stops at the part's.</summary>
    public void Next(string type, JsonElement json, List<string> breaches)
    {
        if (IsDone)
            breaches.Add("delta or done after content_part.done");
        var isDelta = type.EndsWith(Delta, StringComparison.Ordinal);
        if (!isDelta && !type.EndsWith(Done, StringComparison.Ordinal))
            return;
        var name = type[..type.LastIndexOf('.')];
        if (!_streams.TryGetValue(name, out var stream))
        {
            if (_streams.Count == MaxStreams)
                return;
            _streams.Add(name, stream = new TextStream());
        }

        if (stream.IsDone)
            breaches.Add($"{type} after {name}.done");
        if (isDelta)
            stream.Append(json.FindText("delta") ?? "");
        else
            End(stream, type, json, breaches);
    }

    /// <summary><c>response.content_part.done</c>: nothing streams any more, and the part holds what streamed.</summary>
    public void Close(JsonElement json, List<string> breaches)
    {
        if (IsDone)
            breaches.Add("content_part.done twice");
        IsDone = true;
        foreach (var name in _streams.Where(entry => !entry.Value.IsDone).Select(entry => entry.Key))
            breaches.Add($"content_part.done before {name}.done");
        if (json.Find("part") is not { } part)
            return;
        foreach (var (name, stream) in _streams)
        {
            var field = name.EndsWith("transcript", StringComparison.Ordinal) ? "transcript" : "text";
            if (name is not ("response.audio" or "response.output_audio") && part.FindText(field) is { } whole)
                Report(stream.Compare(whole, $"the part's {field}"), breaches);
        }
    }

    private static void End(TextStream stream, string type, JsonElement json, List<string> breaches)
    {
        stream.IsDone = true;
        foreach (var field in (ReadOnlySpan<string>)["text", "transcript", "arguments"])
        {
            if (json.FindText(field) is { } whole)
                Report(stream.Compare(whole, $"the {field} of {type}"), breaches);
        }
    }

    private static void Report(string? breach, List<string> breaches)
    {
        if (breach is not null)
            breaches.Add(breach);
    }
}
