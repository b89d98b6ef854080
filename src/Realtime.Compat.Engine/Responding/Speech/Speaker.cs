using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Has text spoken, and brings the audio into the response's format.</summary>
/// <param name="client">Who speaks.</param>
/// <param name="sessionId">The session, so that an engine can give all of them fair turns: the additional property <c>session_id</c>.</param>
/// <param name="language">The language of the conversation, which an answer is mostly in; null when nobody knows.</param>
internal sealed class Speaker(ITextToSpeechClient client, string sessionId, string? language)
{
    /// <summary>Longest piece of audio in one delta, in ms: short enough that a cut comes soon, long enough that framing costs little.</summary>
    private const int DeltaMs = 100;

    /// <summary>Speaks a text.</summary>
    /// <param name="text">As it is to be read, without marks; "" for nothing.</param>
    /// <param name="plan">Voice, speed, format.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>
    /// <see cref="ResponseStep.Audio"/> in the plan's output format as it is made, whole samples, at most 100 ms each, and where the
    /// engine knows it, <see cref="ResponseStep.WordSpoken"/>.
    /// </returns>
    /// <exception cref="SpeechException">The client failed.</exception>
    public async IAsyncEnumerable<ResponseStep> SpeakAsync(string text, ResponsePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (text.Length == 0)
            yield break;

        var options = new TextToSpeechOptions
        {
            VoiceId = plan.VoiceId,
            Speed = (float)plan.Speed,
            Language = language,
            AdditionalProperties = new AdditionalPropertiesDictionary { ["session_id"] = sessionId },
        };
        var encoder = new SpeechEncoder(plan.OutputFormat);
        var deltaBytes = DeltaMs * plan.OutputFormat.BytesPerMs();
        await using var updates = client.GetStreamingAudioAsync(text, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates, cancellationToken).ConfigureAwait(false))
        {
            foreach (var content in updates.Current.Contents)
            {
                if (content is DataContent data)
                {
                    foreach (var piece in Pieces(Encode(encoder, data), deltaBytes))
                        yield return piece;
                }
                else if (WordTiming.Read(content) is { } timing)
                {
                    yield return new ResponseStep.WordSpoken(timing);
                }
            }
        }

        foreach (var piece in Pieces(encoder.Flush(), deltaBytes))
            yield return piece;
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<TextToSpeechResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SpeechException(exception);
        }
    }

    private static ReadOnlyMemory<byte> Encode(SpeechEncoder encoder, DataContent data)
    {
        try
        {
            return encoder.Encode(data.Data, PcmMediaType.RateOf(data.MediaType));
        }
        catch (InvalidDataException exception)
        {
            throw new SpeechException(new HttpRequestException(exception.Message, exception));
        }
    }

    private static IEnumerable<ResponseStep.Audio> Pieces(ReadOnlyMemory<byte> audio, int pieceBytes)
    {
        for (; audio.Length > 0; audio = audio[Math.Min(pieceBytes, audio.Length)..])
            yield return new ResponseStep.Audio(audio[..Math.Min(pieceBytes, audio.Length)]);
    }
}
