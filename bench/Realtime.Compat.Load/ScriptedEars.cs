using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Load;

/// <summary>Understands the same in everything, at once.</summary>
internal sealed class ScriptedEars : ISpeechToTextClient
{
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return new SpeechToTextResponseUpdate("What is the weather like today?") { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
    }

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
