using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Backends.Scripted.Speech;

/// <summary>
/// Speech without a model, for tests: a tone a letter, 60 ms long, and the time of each word beside it. The same text is always the same
/// audio, of a length that is known beforehand, and the scripted transcription understands it.
/// </summary>
public sealed class ScriptedTextToSpeechClient : ITextToSpeechClient
{
    private const string MediaType = "audio/pcm;rate=24000";

    /// <inheritdoc/>
    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var audio = new MemoryStream();
        await foreach (var update in GetStreamingAudioAsync(text, options, cancellationToken))
        {
            foreach (var data in update.Contents.OfType<DataContent>())
                audio.Write(data.Data.Span);
        }

        return new TextToSpeechResponse([new DataContent(audio.ToArray(), MediaType)]) { ModelId = "scripted" };
    }

    /// <inheritdoc/>
    /// <remarks>One update a word: its audio, and a content with `word`, `start_ms` and `end_ms` among its additional properties.</remarks>
    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        await Task.CompletedTask;
        var atMs = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = ToneVoice.Say(word);
            var pcm = new byte[samples.Length * 2];
            Pcm16.FromFloat(samples, pcm);
            var endMs = atMs + (word.Length * ToneVoice.LetterMs);
            var timing = new AIContent { AdditionalProperties = new AdditionalPropertiesDictionary { ["word"] = word, ["start_ms"] = atMs, ["end_ms"] = endMs } };
            yield return new TextToSpeechResponseUpdate([new DataContent(pcm, MediaType), timing]) { Kind = TextToSpeechResponseUpdateKind.AudioUpdating, ModelId = "scripted" };
            atMs = endMs + ToneVoice.LetterMs;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
