using System.Runtime.InteropServices;
using System.Text.Json;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.Server.CommandLine.Replay;

/// <summary>
/// Judges one connection's events in the order of its log: the client's as this server would read them, the server's by their order and
/// by the schema. Takes any bytes.
/// </summary>
/// <param name="given">The dialect; null to learn it from the events.</param>
/// <param name="schema">The schema; null to check the order alone.</param>
internal sealed class ConnectionCheck(Dialect? given, EventSchema? schema)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private readonly EventOrder _order = new();

    /// <summary>The dialect as far as it is known. What comes before an event that tells it reads the same in both.</summary>
    public Dialect? Dialect { get; private set; } = given;

    /// <summary>Judges one line.</summary>
    /// <param name="line">An event, or <c>{"dir":"s"|"c","event":{…}}</c>.</param>
    public LineVerdict Judge(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return Judge(document.RootElement, line);
        }
        catch (JsonException exception)
        {
            return new LineVerdict("-", [$"not JSON: {exception.Message}"]);
        }
        catch (InvalidOperationException)
        {
            // The parser takes names and strings on trust until they are read.
            return new LineVerdict("-", ["not JSON: it holds half of a surrogate pair, or no UTF-8"]);
        }
    }

    /// <summary>What is missing at the end of the log.</summary>
    public IReadOnlyList<string> End() => _order.End();

    private LineVerdict Judge(JsonElement json, ReadOnlyMemory<byte> raw)
    {
        string? direction = null;
        if (json.ValueKind is JsonValueKind.Object && !json.TryGetProperty("type", out _) && json.TryGetProperty("event", out var inner))
        {
            direction = TextOf(json, "dir") ?? "s";
            raw = JsonMarshal.GetRawUtf8Value(inner).ToArray();
            json = inner;
        }

        var type = TextOf(json, "type");
        if (type is not null)
            Dialect ??= DialectTell.Of(type, json);
        EventSide? side = direction switch
        {
            null => DialectTell.SideOf(type),
            "s" or "server" => EventSide.Server,
            "c" or "client" => EventSide.Client,
            _ => null,
        };
        var name = type ?? "(no type)";
        return side switch
        {
            EventSide.Client => new LineVerdict($"c {name}", Client(raw)),
            EventSide.Server => new LineVerdict($"s {name}", Server(json)),
            _ => new LineVerdict($"? {name}", ["dir is neither s nor c"]),
        };
    }

    private string[] Client(ReadOnlyMemory<byte> json)
    {
        var reading = (Dialect ?? Dialect.Ga).Read(json);
        if (reading.Error is { } error)
            return [$"refused: {error.Message}{(error.Param is { } param ? $" ({param})" : "")}"];
        (reading.Event as InputAudioBufferAppend)?.Dispose();
        return [];
    }

    private string[] Server(JsonElement json) =>
    [
        .. _order.Next(json).Select(breach => $"order: {breach}"),
        .. (schema?.Errors(Dialect ?? Dialect.Ga, EventSide.Server, json) ?? []).Select(error => $"schema: {error}"),
    ];

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var field) && field.ValueKind is JsonValueKind.String ? field.GetString() : null;
}
