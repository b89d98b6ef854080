using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Api;

/// <summary>How speech is sent: as the bytes of one file, or as OpenAI's events (<c>stream_format: sse</c>) with the words' times as an event of ours.</summary>
/// <param name="response">Where it goes.</param>
/// <param name="order">What was asked for.</param>
internal sealed class SpeechAnswer(HttpResponse response, SpeechOrder order)
{
    /// <summary>Begins it; an error body is out of the question from here on.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (order.AsEvents) ServerSentEvents.Begin(response);
        else response.ContentType = "audio/" + order.Format;
        if (order.Format != "wav") return;
        var header = new byte[WavWriter.HeaderLength];
        WavWriter.WriteHeader(header, Narrator.OutputRateHz, null);
        await SendAsync(header, cancellationToken);
    }

    /// <summary>Sends a piece at once, its words after its sound.</summary>
    public async Task SendAsync(SpokenPiece piece, CancellationToken cancellationToken)
    {
        await SendAsync(piece.Pcm, cancellationToken);
        if (order.AsEvents && piece.Words.Count > 0)
            await ServerSentEvents.SendAsync(response, SpeechAudioWords.Of(piece.Words), ApiJson.Wire.SpeechAudioWords, cancellationToken);
    }

    /// <summary>Says that it is whole, where the form has a way to.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        order.AsEvents ? ServerSentEvents.SendAsync(response, new SpeechAudioDone(), ApiJson.Wire.SpeechAudioDone, cancellationToken) : Task.CompletedTask;

    private async Task SendAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        if (order.AsEvents)
        {
            await ServerSentEvents.SendAsync(response, new SpeechAudioDelta(audio), ApiJson.Wire.SpeechAudioDelta, cancellationToken);
            return;
        }

        await response.Body.WriteAsync(audio, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
