using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Realtime.Compat.Backends.Failover;

/// <summary>Speech by several servers: the next is asked when one fails before any sound of it came.</summary>
public sealed class FailoverTextToSpeechClient : ITextToSpeechClient
{
    private readonly FailoverGroup<ITextToSpeechClient> _group;

    /// <summary>Makes a client over others, which it owns.</summary>
    /// <param name="clients">The preferred one first; at least one.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Says which server is left alone.</param>
    public FailoverTextToSpeechClient(IReadOnlyList<ITextToSpeechClient> clients, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentOutOfRangeException.ThrowIfZero(clients.Count, nameof(clients));
        _group = new FailoverGroup<ITextToSpeechClient>("speech servers", clients, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    /// <summary>The clients, the preferred one first.</summary>
    public IReadOnlyList<ITextToSpeechClient> Clients => _group.Clients;

    /// <inheritdoc/>
    /// <exception cref="BackendException">No server spoke.</exception>
    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        await foreach (var response in _group.StreamAsync((client, _) => OneAsync(client, text, options, cancellationToken), cancellationToken))
            return response;
        throw new InvalidOperationException("Speech is one response.");
    }

    /// <inheritdoc/>
    /// <exception cref="BackendException">No server spoke, or one broke off; what was yielded before stands.</exception>
    public IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        _group.StreamAsync((client, _) => client.GetStreamingAudioAsync(text, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => _group.First.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose() => _group.Dispose();

    private static async IAsyncEnumerable<TextToSpeechResponse> OneAsync(
        ITextToSpeechClient client, string text, TextToSpeechOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await client.GetAudioAsync(text, options, cancellationToken);
    }
}
