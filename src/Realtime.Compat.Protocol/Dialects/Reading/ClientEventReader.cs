using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads a client's message: the whole of it is checked before any of it counts.</summary>
/// <param name="events">The dialect's events: each type, and what reads the rest of its fields.</param>
internal sealed class ClientEventReader(IReadOnlyList<(string Type, Func<ObjectReader, ClientEvent> Read)> events)
{
    private const int MaxEventIdLength = 512;

    /// <summary>Nesting up to which JSON is read; schemas of tools are the deepest that sane clients send.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Reads one message; never throws on what a client can send.</summary>
    /// <param name="utf8Json">The message.</param>
    public ClientEventReading Read(ReadOnlyMemory<byte> utf8Json)
    {
        if (AppendReader.TryRead(utf8Json.Span, out var append))
            return new ClientEventReading(append);
        using var document = Parse(utf8Json);
        return document is null ? new ClientEventReading(NotJson()) : Read(document.RootElement);
    }

    private ClientEventReading Read(JsonElement message)
    {
        var faults = new Faults();
        string? eventId = null;
        ClientEvent? clientEvent = null;
        if (message.ValueKind is JsonValueKind.Object)
        {
            var fields = new ObjectReader(message, path: "", faults);
            eventId = fields.Value("event_id", field => field.OrNull(id => id.Text(MaxEventIdLength)));
            clientEvent = ReadEvent(fields, faults);
            fields.End();
        }
        else
        {
            faults.NoEvent($"Expected a JSON object, got {Field.KindName(message)}.");
        }

        if (faults.First is null)
            return new ClientEventReading(clientEvent! with { EventId = eventId });
        if (clientEvent is InputAudioBufferAppend { Audio: not null } append)
            append.Dispose();
        var echo = eventId is { Length: > 0 and <= MaxEventIdLength } ? eventId : null;
        return new ClientEventReading(faults.First with { EventId = echo });
    }

    private ClientEvent? ReadEvent(ObjectReader fields, Faults faults)
    {
        if (fields.Find("type") is { } type)
            return type.OneOf(events)?.Invoke(fields);
        faults.NoEvent("The 'type' field is missing.");
        return null;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8Json)
    {
        // The parser takes strings on trust until they are read; here all of them are to be text.
        if (!Utf8.IsValid(utf8Json.Span))
            return null;
        try
        {
            var document = JsonDocument.Parse(utf8Json, Options);
            if (!HoldsLoneSurrogate(utf8Json.Span))
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether an escape names half of a surrogate pair, which is no character and could not be written back.</summary>
    /// <param name="json">Valid JSON, so that backslashes stand in strings only and before whole escapes.</param>
    private static bool HoldsLoneSurrogate(ReadOnlySpan<byte> json)
    {
        for (int at; (at = json.IndexOf((byte)'\\')) >= 0;)
        {
            json = json[at..];
            if (!IsUnitEscape(json))
            {
                json = json[2..];
                continue;
            }

            var unit = Unit(json);
            json = json[6..];
            if (!char.IsSurrogate(unit))
                continue;
            if (char.IsLowSurrogate(unit) || !IsUnitEscape(json) || !char.IsLowSurrogate(Unit(json)))
                return true;
            json = json[6..];
        }

        return false;

        static bool IsUnitEscape(ReadOnlySpan<byte> json) => json.StartsWith("\\u"u8);

        static char Unit(ReadOnlySpan<byte> json) => (char)ushort.Parse(json.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static RealtimeError NotJson() => new()
    {
        Code = ErrorCodes.InvalidJson,
        Message = "Invalid event: failed to parse JSON value. Please check the value to ensure it is valid JSON. " +
            "(Common errors include trailing commas, missing closing brackets, missing quotation marks, etc.)",
    };
}
