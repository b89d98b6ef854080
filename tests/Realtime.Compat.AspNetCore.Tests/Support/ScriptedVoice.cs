using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>Speaks noise: so many tenths of a second a clause, or without end.</summary>
internal sealed class ScriptedVoice : ITextToSpeechClient
{
    private const int PieceBytes = 4_800;
    private long _spokenBytes;

    /// <summary>Pieces of 100 ms in a clause.</summary>
    public long Pieces { get; init; } = 2;

    /// <summary>Bytes of audio made so far.</summary>
    public long SpokenBytes => Interlocked.Read(ref _spokenBytes);

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var piece = new byte[PieceBytes];
        new Random(1).NextBytes(piece);
        for (var i = 0L; i < Pieces; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Add(ref _spokenBytes, PieceBytes);
            yield return new TextToSpeechResponseUpdate([new DataContent(piece, "audio/pcm;rate=24000")]);
        }
    }

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
