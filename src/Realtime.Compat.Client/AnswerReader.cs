using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Client;

/// <summary>Reads events until a turn is answered.</summary>
/// <param name="connection">The connection; nobody else reads from it meanwhile.</param>
/// <param name="clock">Measures.</param>
public sealed class AnswerReader(RealtimeConnection connection, TimeProvider clock)
{
    /// <summary>Hears the answer's words as they come.</summary>
    public Action<string>? OnWords { get; init; }

    /// <summary>Hears the answer's voice as it comes: 24 kHz mono PCM16.</summary>
    public Action<ReadOnlyMemory<byte>>? OnAudio { get; init; }

    /// <summary>Hears what the server understood.</summary>
    public Action<string>? OnHeard { get; init; }

    /// <summary>Reads to the end of the response, and of the transcription where one is awaited.</summary>
    /// <param name="asked">Timestamp at the question's end.</param>
    /// <param name="awaitsTranscript">Whether the question was spoken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RealtimeClientException">The server refused the question, or closed.</exception>
    public async Task<Answer> ReadAsync(long asked, bool awaitsTranscript, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        using var audio = new MemoryStream();
        List<string> calls = [];
        string? heard = null;
        TimeSpan? firstWords = null, firstSound = null;
        Answer? answer = null;
        while (answer is null || (awaitsTranscript && heard is null))
        {
            var next = await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new RealtimeClientException($"The server closed the connection ({connection.CloseReason}).");
            switch (next.GetProperty("type").GetString())
            {
                case "response.output_audio_transcript.delta" or "response.output_text.delta":
                    firstWords ??= clock.GetElapsedTime(asked);
                    var words = next.GetProperty("delta").GetString()!;
                    text.Append(words);
                    OnWords?.Invoke(words);
                    break;
                case "response.output_audio.delta":
                    firstSound ??= clock.GetElapsedTime(asked);
                    var sound = next.GetProperty("delta").GetBytesFromBase64();
                    audio.Write(sound);
                    OnAudio?.Invoke(sound);
                    break;
                case "response.function_call_arguments.done":
                    calls.Add($"{(next.TryGetProperty("name", out var name) ? name.GetString() : "function")}({next.GetProperty("arguments").GetString()})");
                    break;
                case "conversation.item.input_audio_transcription.completed":
                    heard = next.GetProperty("transcript").GetString();
                    OnHeard?.Invoke(heard!);
                    break;
                case "conversation.item.input_audio_transcription.failed":
                    heard = "";
                    break;
                case "response.done":
                    var response = next.GetProperty("response");
                    answer = new Answer
                    {
                        Text = text.ToString(),
                        Audio = audio.ToArray(),
                        Calls = calls,
                        Status = response.GetProperty("status").GetString()!,
                        Reason = ReasonOf(response),
                        FirstWords = firstWords,
                        FirstSound = firstSound,
                        Done = clock.GetElapsedTime(asked),
                    };
                    break;
                case "error":
                    throw new RealtimeClientException($"The server says: {next.GetProperty("error").GetProperty("message").GetString()}");
            }
        }

        return answer with { Heard = heard };
    }

    /// <summary>Why a response is not completed.</summary>
    /// <param name="response">The <c>response</c> of <c>response.done</c>.</param>
    /// <returns>The reason; null when it gives none.</returns>
    public static string? ReasonOf(JsonElement response)
    {
        if (!response.TryGetProperty("status_details", out var details) || details.ValueKind is not JsonValueKind.Object)
            return null;
        if (details.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object)
            return (error.TryGetProperty("message", out var message) ? message.GetString() : null) ?? (error.TryGetProperty("code", out var code) ? code.GetString() : null);
        return details.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }
}
