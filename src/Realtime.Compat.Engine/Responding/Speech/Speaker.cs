using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Speaks one clause: makes it speakable, has it synthesised, brings the audio into the response's format.</summary>
internal sealed class Speaker(ITextToSpeechClient client, ISessionOutbox outbox)
{
    /// <summary>Longest piece of audio in one delta, in ms: short enough that a cut comes soon, long enough that framing costs little.</summary>
    private const int DeltaMs = 100;

    /// <summary>Speaks a clause.</summary>
    /// <param name="clause">Text as the model wrote it.</param>
    /// <param name="plan">Voice, speed, format.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Audio in the plan's output format as it is made, whole samples, at most 100 ms each; nothing for a clause without words.</returns>
    /// <exception cref="SpeechException">The client failed.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> SpeakAsync(string clause, ResponsePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = Speakable.From(clause);
        if (text.Length == 0)
            yield break;

        var options = new TextToSpeechOptions { VoiceId = plan.Voice, Speed = (float)plan.Speed };
        var encoder = new SpeechEncoder(plan.OutputFormat);
        var deltaBytes = DeltaMs * plan.OutputFormat.BytesPerMs();
        await using var updates = client.GetStreamingAudioAsync(text, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates, cancellationToken).ConfigureAwait(false))
        {
            foreach (var data in updates.Current.Contents.OfType<DataContent>())
            {
                foreach (var piece in Pieces(Encode(encoder, data), deltaBytes))
                {
                    await outbox.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
                    yield return piece;
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

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> audio, int pieceBytes)
    {
        for (; audio.Length > 0; audio = audio[Math.Min(pieceBytes, audio.Length)..])
            yield return audio[..Math.Min(pieceBytes, audio.Length)];
    }
}
