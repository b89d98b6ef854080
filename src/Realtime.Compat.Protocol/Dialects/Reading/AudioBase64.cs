using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Decodes base64 from JSON straight into a pooled buffer.</summary>
internal static class AudioBase64
{
    /// <summary>Most audio bytes of one message (OpenAI's limit).</summary>
    public const int MaxBytes = 15 * 1024 * 1024;

    /// <summary>Decodes the string the reader stands on. White space is skipped, padding is required.</summary>
    /// <param name="reader">Stands on a string in one piece.</param>
    /// <param name="payload">Receives the audio when decoded; else it is undefined.</param>
    public static AudioBase64Result Decode(ref Utf8JsonReader reader, AudioPayload payload)
    {
        // JSON may spell '/' as "\/" (PHP's json_encode does): such text is unescaped first.
        if (!reader.ValueIsEscaped)
            return Decode(reader.ValueSpan, payload);
        var unescaped = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return Decode(unescaped.AsSpan(0, reader.CopyString(unescaped)), payload);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    private static AudioBase64Result Decode(ReadOnlySpan<byte> base64, AudioPayload payload)
    {
        payload.Refill(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        var status = Base64.DecodeFromUtf8(base64, payload.Span, out _, out var length);
        if (status is not OperationStatus.Done)
            return AudioBase64Result.NotBase64;
        payload.Shrink(length);
        return length > MaxBytes ? AudioBase64Result.TooLarge : AudioBase64Result.Decoded;
    }
}
