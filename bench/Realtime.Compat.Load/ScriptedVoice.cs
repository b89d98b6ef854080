using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Load;

/// <summary>Says a second of silence for every clause, at once, in pieces of 100 ms.</summary>
internal sealed class ScriptedVoice : ITextToSpeechClient
{
    private static readonly byte[] Piece = new byte[4_800];

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < 10; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TextToSpeechResponseUpdate([new DataContent(Piece, "audio/pcm;rate=24000")]);
        }
    }

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
