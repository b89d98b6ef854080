using System.Text;
using System.Text.Json;
using Realtime.Compat.Audio;
using Realtime.Compat.Testing.StandIn;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Speech servers of other people, as far as their answers go: each hears "hello world" in any sound, and speaks 20 ms of a tone a letter.</summary>
internal static class SpeechBackends
{
    private const int WavHeaderBytes = 44;
    private const int LetterMs = 20;

    /// <summary>A transcription server.</summary>
    /// <param name="streams">Whether it streams when it is asked to.</param>
    public static StandInServer Ears(bool streams) => StandInServer.Start(exchange => HearAsync(exchange, streams));

    /// <summary>A speech server.</summary>
    /// <param name="rateHz">Its sample rate.</param>
    public static StandInServer Mouth(int rateHz) => StandInServer.Start(exchange => SpeakAsync(exchange, rateHz));

    /// <summary>A server that has had a bad day.</summary>
    public static StandInServer Broken() => StandInServer.Start(exchange => exchange.RespondAsync(500, "application/json", """{"error":{"message":"out of order"}}"""));

    private static async Task HearAsync(StandInExchange exchange, bool streams)
    {
        var form = exchange.Body;
        var wav = form.AsSpan().IndexOf("RIFF"u8);
        if (exchange.Path != "/v1/audio/transcriptions" || wav < 0)
        {
            await exchange.RespondAsync(400, "application/json", """{"error":{"message":"The file is no recording.","type":"invalid_request_error"}}""");
            return;
        }

        var length = BitConverter.ToInt32(form, wav + WavHeaderBytes - 4);
        var isSilent = form.AsSpan(wav + WavHeaderBytes, length).IndexOfAnyExcept((byte)0) < 0;
        if (streams && form.AsSpan().IndexOf("name=\"stream\""u8) >= 0)
        {
            string[] words = isSilent ? [] : ["hello ", "world"];
            await exchange.StreamAsync(
                "text/event-stream",
                [
                    .. words.Select(word => $"data: {{\"type\":\"transcript.text.delta\",\"delta\":\"{word}\"}}\n\n"),
                    $"data: {{\"type\":\"transcript.text.done\",\"text\":\"{string.Concat(words)}\"}}\n\n",
                ]);
            return;
        }

        await exchange.RespondAsync(200, "application/json", JsonSerializer.Serialize(new { text = isSilent ? "" : "hello world" }));
    }

    private static async Task SpeakAsync(StandInExchange exchange, int rateHz)
    {
        if (exchange.Path != "/v1/audio/speech" || (string?)exchange.Json["response_format"] != "pcm")
        {
            await exchange.RespondAsync(400, "application/json", """{"error":{"message":"Only PCM is spoken here.","type":"invalid_request_error"}}""");
            return;
        }

        var letters = Encoding.UTF8.GetByteCount((string)exchange.Json["input"]!);
        var tone = Sound.Tone(letters * LetterMs / 1000.0, rateHz);
        var pcm = new byte[tone.Length * 2];
        Pcm16.FromFloat(tone, pcm);
        await exchange.BeginAsync($"audio/pcm;rate={rateHz}");
        foreach (var odd in pcm.Chunk(4801)) await exchange.WriteAsync(odd); // as networks do: in the middle of a sample
        await exchange.EndAsync();
    }
}
