using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>Hears the same in everything.</summary>
internal sealed class ScriptedEars : ISpeechToTextClient
{
    public const string Words = "What is the weather like?";

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return new SpeechToTextResponseUpdate(Words) { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
    }

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
