using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends;

/// <summary>Passes calls to whichever client is current; a call that has begun stays with the one it began with.</summary>
internal sealed class SwitchingChatClient(IChatClient first) : IChatClient
{
    private volatile IChatClient _current = first;

    public IChatClient Current
    {
        get => _current;
        set => _current = value;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _current.GetResponseAsync(messages, options, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _current.GetStreamingResponseAsync(messages, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => _current.GetService(serviceType, serviceKey);

    /// <summary>The clients belong to <see cref="ChatBackend"/>.</summary>
    public void Dispose()
    {
    }
}
