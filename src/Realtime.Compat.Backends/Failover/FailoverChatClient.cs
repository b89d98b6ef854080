using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Realtime.Compat.Backends.Failover;

/// <summary>A chat model on several servers: the next is asked when one fails before anything of its answer came.</summary>
public sealed class FailoverChatClient : IChatClient
{
    private readonly FailoverGroup<IChatClient> _group;

    /// <summary>Makes a client over others, which it owns.</summary>
    /// <param name="clients">The preferred one first; at least one. A model that a caller names is the preferred one's: the others answer with their own.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Says which server is left alone.</param>
    public FailoverChatClient(IReadOnlyList<IChatClient> clients, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentOutOfRangeException.ThrowIfZero(clients.Count, nameof(clients));
        _group = new FailoverGroup<IChatClient>("chat servers", clients, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    /// <summary>Whether each client knows itself what a name means to its server.</summary>
    internal bool MapsModels { get; init; }

    /// <inheritdoc/>
    /// <exception cref="BackendException">No server gave a whole answer.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken)
            .Where(update => !update.Contents.Any(content => Streaming.ArgumentsFragment.ToolOf(content) is not null))
            .ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BackendException">No server gave a whole answer; what was yielded before stands.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        return _group.StreamAsync((client, index) => client.GetStreamingResponseAsync(prompt, index == 0 || MapsModels ? options : WithoutModel(options), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => _group.First.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose() => _group.Dispose();

    private static ChatOptions? WithoutModel(ChatOptions? options)
    {
        if (options?.ModelId is null)
            return options;
        var others = options.Clone();
        others.ModelId = null;
        return others;
    }
}
