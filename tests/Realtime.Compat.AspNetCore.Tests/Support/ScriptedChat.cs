using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>A chat model that always writes the same, or never ends.</summary>
internal sealed class ScriptedChat : IChatClient
{
    private int _running;

    public string Reply { get; init; } = "Hello there.";

    /// <summary>Whether it falls silent after its reply and waits to be cancelled.</summary>
    public bool NeverEnds { get; init; }

    /// <summary>Requests that run now.</summary>
    public int Running => Volatile.Read(ref _running);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, Reply);
            if (NeverEnds)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
