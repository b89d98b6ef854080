using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Realtime.Compat.Protocol.ClientEvents;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>
/// The hot path: <c>input_audio_buffer.append</c> as well-behaved clients send it, some fifty times a second. Allocates nothing but
/// the text of an event id. Whatever looks unusual is left to <see cref="ClientEventReader"/>, which also knows what is wrong with it.
/// </summary>
internal static class AppendReader
{
    /// <summary>Longest event id read here, in bytes.</summary>
    private const int MaxEventIdBytes = 512;

    /// <summary>Reads the message if it is a plain append.</summary>
    /// <param name="utf8Json">The message.</param>
    /// <param name="append">The event.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out InputAudioBufferAppend? append)
    {
        append = null;
        var rented = InputAudioBufferAppend.Rent();
        try
        {
            if (IsAppend(utf8Json, rented.Audio, out var eventId))
                append = eventId is null ? rented : rented with { EventId = eventId };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or an escaped text that is none: the other reader says so.
        }

        if (append is null)
            rented.Dispose();
        return append is not null;
    }

    private static bool IsAppend(ReadOnlySpan<byte> utf8Json, AudioPayload audio, out string? eventId)
    {
        eventId = null;
        var reader = new Utf8JsonReader(utf8Json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return false;

        var (isAppend, hasAudio) = (false, false);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var understood = reader.ValueTextEquals("audio"u8) ? !hasAudio && (hasAudio = ReadAudio(ref reader, audio))
                : reader.ValueTextEquals("type"u8) ? isAppend = ReadType(ref reader)
                : reader.ValueTextEquals("event_id"u8) && ReadEventId(ref reader, ref eventId);
            if (!understood)
                return false;
        }

        // The closing brace was the last token; reading on finds out whether anything follows it.
        return isAppend && hasAudio && !reader.Read();
    }

    private static bool ReadType(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("input_audio_buffer.append"u8);

    private static bool ReadAudio(ref Utf8JsonReader reader, AudioPayload audio) =>
        reader.Read() && reader.TokenType is JsonTokenType.String && AudioBase64.Decode(ref reader, audio) is AudioBase64Result.Decoded;

    private static bool ReadEventId(ref Utf8JsonReader reader, ref string? eventId)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.String || reader.ValueIsEscaped
            || reader.ValueSpan.Length > MaxEventIdBytes || !Utf8.IsValid(reader.ValueSpan))
            return false;
        eventId = reader.GetString();
        return true;
    }
}
