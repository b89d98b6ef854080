using System.Collections.Frozen;
using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>
/// OpenAI's own schema of the protocol, as a judge of single events. The schema is not part of this code: it is given, a bundle of JSON
/// Schema 2020-12 with the unions <c>RealtimeServerEventGA</c>, <c>…ClientEventGA</c>, <c>…ServerEventBeta</c> and
/// <c>…ClientEventBeta</c>. Safe for use from several threads.
/// </summary>
/// <remarks>
/// Understood are the keywords which that bundle uses: $ref, type, enum, const, properties, required, additionalProperties, items,
/// minItems, maxLength, minimum, maximum, pattern, allOf, anyOf, oneOf; any other is refused when the schema is read. Lists of model
/// names do not count.
/// </remarks>
public sealed class EventSchema
{
    private readonly FrozenDictionary<(string Dialect, EventSide Side, string Type), SchemaNode> _events;

    private EventSchema(FrozenDictionary<(string, EventSide, string), SchemaNode> events) => _events = events;

    /// <summary>Reads a schema.</summary>
    /// <param name="utf8Json">The bundle.</param>
    /// <exception cref="FormatException">It is no JSON, lacks a union, or uses a keyword that is not understood.</exception>
    public static EventSchema Parse(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 256 });
            var definitions = document.RootElement.Find("$defs") ?? throw new FormatException("The schema has no $defs.");
            return new EventSchema(Events(definitions).ToFrozenDictionary(entry => entry.Key, entry => entry.Value));
        }
        catch (JsonException exception)
        {
            throw new FormatException("The schema is no JSON.", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException("The schema is no JSON schema of the Realtime API.", exception);
        }
    }

    /// <summary>What the schema holds against an event.</summary>
    /// <param name="dialect">How the connection speaks.</param>
    /// <param name="side">Who sent the event.</param>
    /// <param name="json">The event as it was on the wire.</param>
    /// <returns>One sentence a fault, <c>path: what is wrong</c>, without the event's content. Empty when it fits.</returns>
    public IReadOnlyList<string> Errors(Dialect dialect, EventSide side, JsonElement json)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        try
        {
            return Judge(dialect, side, json);
        }
        catch (InvalidOperationException)
        {
            // The parser takes names and strings on trust until they are read.
            return ["(event): holds half of a surrogate pair"];
        }
    }

    private IReadOnlyList<string> Judge(Dialect dialect, EventSide side, JsonElement json)
    {
        if (json.FindText("type") is not { } type)
            return ["type: is missing"];
        if (!_events.TryGetValue((dialect.Name, side, type), out var schema))
            return [$"type: there is no such {dialect.Name} {(side is EventSide.Client ? "client" : "server")} event"];
        if (schema.Fits(json))
            return [];
        return [.. SchemaFaults.Of(schema, json).Select(fault => $"{(fault.Path.Length == 0 ? "(event)" : fault.Path)}: {fault.Message}").Distinct()];
    }

    private static IEnumerable<KeyValuePair<(string, EventSide, string), SchemaNode>> Events(JsonElement definitions)
    {
        var reader = new SchemaReader(definitions);
        foreach (var (dialect, suffix) in ((string, string)[])[("ga", "GA"), ("beta", "Beta")])
        {
            foreach (var side in Enum.GetValues<EventSide>())
            {
                foreach (var branch in definitions.GetProperty($"Realtime{side}Event{suffix}").GetProperty("oneOf").EnumerateArray())
                {
                    var name = branch.GetProperty("$ref").GetString()!.Split('/')[^1];
                    var schema = reader.Definition(name);
                    yield return new((dialect, side, schema.Properties["type"].Values![0].GetString()!), schema);
                }
            }
        }
    }
}
