using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Latency.Bench;

/// <summary>A chat model with the pace of a small one on a good machine: 150 ms to the first token, then one every 20 ms.</summary>
internal sealed class PacedChat : IChatClient
{
    private const string Answer =
        "It is mild and cloudy in Paris right now. The temperature is about twelve degrees, and it may rain a little in the afternoon. Take an umbrella with you if you plan to walk along the river this evening.";

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(150, cancellationToken);
        foreach (var word in Answer.Split(' '))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, word + " ");
            await Task.Delay(20, cancellationToken);
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
