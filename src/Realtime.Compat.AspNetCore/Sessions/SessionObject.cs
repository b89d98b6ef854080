using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Http;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>A session's object as HTTP requests and responses hold it. It is the one of the events, so their readers and writers do the work.</summary>
internal static class SessionObject
{
    private const string EventKey = "session";

    /// <summary>What a session of GA's shape is for, as far as it can be told before it is read.</summary>
    public static SessionKind KindOf(JsonElement session) =>
        session.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String && type.ValueEquals("transcription")
            ? SessionKind.Transcription
            : SessionKind.Realtime;

    /// <summary>Reads a session's configuration.</summary>
    /// <param name="dialect">How it is written.</param>
    /// <param name="kind">What the session is for.</param>
    /// <param name="session">The object.</param>
    /// <param name="isRoot">Whether the object is the whole request, so that errors name its fields without <c>session.</c> before them.</param>
    /// <exception cref="RequestException">Something in it is wrong.</exception>
    public static SessionPatch Read(Dialect dialect, SessionKind kind, JsonElement session, bool isRoot)
    {
        var type = dialect == Dialect.Beta && kind is SessionKind.Transcription ? "transcription_session.update" : "session.update";
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WritePropertyName(EventKey);
            session.WriteTo(writer);
            writer.WriteEndObject();
        }

        var reading = dialect.Read(buffer.WrittenMemory);
        if (reading.IsEvent)
            return ((SessionUpdate)reading.Event).Session;
        const string Prefix = EventKey + ".";
        var error = reading.Error with { EventId = null };
        if (isRoot && error.Param?.StartsWith(Prefix, StringComparison.Ordinal) is true)
            error = error with { Param = error.Param[Prefix.Length..], Message = error.Message.Replace($"'{Prefix}", "'", StringComparison.Ordinal) };
        throw new RequestException(StatusCodes.Status400BadRequest, error);
    }

    /// <summary>Writes a session's whole configuration.</summary>
    /// <param name="dialect">How to write it.</param>
    /// <param name="session">The configuration.</param>
    /// <returns>The object.</returns>
    public static JsonElement Write(Dialect dialect, SessionConfiguration session)
    {
        var buffer = new ArrayBufferWriter<byte>();
        dialect.Write(new SessionCreated { Session = session }, buffer);
        using var written = JsonDocument.Parse(buffer.WrittenMemory);
        return written.RootElement.GetProperty(EventKey).Clone();
    }
}
