using System.Net.WebSockets;
using System.Text.Json;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Api;

/// <summary>Reads samples out of messages of any length, also where one parts a sample, and the requests between them.</summary>
/// <param name="socket">Where they come from.</param>
/// <param name="block">Room for the longest piece taken at one time.</param>
internal sealed class LiveAudioReader(WebSocket socket, Memory<byte> block)
{
    private const string FlushType = "transcript.flush";

    private byte? _half;

    /// <summary>The next piece of audio, request, or end.</summary>
    /// <param name="cancellationToken">Ends the wait, and the socket.</param>
    /// <exception cref="ApiException">400: a message that is neither.</exception>
    /// <exception cref="WebSocketException">The peer is gone without a word.</exception>
    public async ValueTask<Message> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var used = 0;
            if (_half is { } half) block.Span[used++] = half;
            var received = await socket.ReceiveAsync(block[used..], cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close || received is { MessageType: WebSocketMessageType.Binary, Count: 0, EndOfMessage: true }) return Message.End;
            if (received.MessageType == WebSocketMessageType.Text)
            {
                ThrowUnlessFlush(block.Span.Slice(used, received.Count), received.EndOfMessage);
                return Message.Flush;
            }

            used += received.Count;
            _half = used % 2 == 1 ? block.Span[used - 1] : null;
            if (used < 2) continue;
            var samples = new float[used / 2];
            Pcm16.ToFloat(block.Span[..(samples.Length * 2)], samples);
            return new Message(samples, IsFlush: false);
        }
    }

    private static void ThrowUnlessFlush(ReadOnlySpan<byte> text, bool isWhole)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            if (isWhole && JsonElement.TryParseValue(ref reader, out var json) && json.Value.ValueKind == JsonValueKind.Object
                && json.Value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals(FlushType)) return;
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw ApiException.Invalid($"Audio comes in binary messages of PCM16, an empty one ends it; the only text message is {{\"type\":\"{FlushType}\"}}.");
    }

    /// <summary>One thing the peer sent.</summary>
    /// <param name="Samples">Mono, in −1…1; empty for what is no audio.</param>
    /// <param name="IsFlush">Whether the peer wants to know what was said until now.</param>
    public readonly record struct Message(float[] Samples, bool IsFlush)
    {
        /// <summary>The utterance is over.</summary>
        public static Message End { get; } = new([], IsFlush: false);

        /// <summary>A request for what was said until now.</summary>
        public static Message Flush { get; } = new([], IsFlush: true);

        /// <summary>Whether nothing follows.</summary>
        public bool IsEnd => Samples.Length == 0 && !IsFlush;
    }
}
