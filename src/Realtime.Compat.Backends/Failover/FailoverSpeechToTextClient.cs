using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Realtime.Compat.Backends.Failover;

/// <summary>Transcription by several servers: the next is asked when one fails before any word of it came.</summary>
public sealed class FailoverSpeechToTextClient : ISpeechToTextClient
{
    private readonly FailoverGroup<ISpeechToTextClient> _group;

    /// <summary>Makes a client over others, which it owns.</summary>
    /// <param name="clients">The preferred one first; at least one.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Says which server is left alone.</param>
    public FailoverSpeechToTextClient(IReadOnlyList<ISpeechToTextClient> clients, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentOutOfRangeException.ThrowIfZero(clients.Count, nameof(clients));
        _group = new FailoverGroup<ISpeechToTextClient>("transcription servers", clients, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    /// <summary>The clients, the preferred one first.</summary>
    public IReadOnlyList<ISpeechToTextClient> Clients => _group.Clients;

    /// <inheritdoc/>
    /// <exception cref="BackendException">No server transcribed.</exception>
    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        var wav = await ReadAsync(audioSpeechStream, cancellationToken);
        await foreach (var response in _group.StreamAsync((client, _) => OneAsync(client, wav, options, cancellationToken), cancellationToken))
            return response;
        throw new InvalidOperationException("A transcription is one response.");
    }

    /// <inheritdoc/>
    /// <exception cref="BackendException">No server transcribed, or one broke off.</exception>
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wav = await ReadAsync(audioSpeechStream, cancellationToken);
        await foreach (var update in _group.StreamAsync((client, _) => client.GetStreamingTextAsync(new MemoryStream(wav, writable: false), options, cancellationToken), cancellationToken))
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => _group.First.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose() => _group.Dispose();

    private static async IAsyncEnumerable<SpeechToTextResponse> OneAsync(
        ISpeechToTextClient client, byte[] wav, SpeechToTextOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var audio = new MemoryStream(wav, writable: false);
        yield return await client.GetTextAsync(audio, options, cancellationToken);
    }

    /// <summary>Kept, because the next server has to hear it too.</summary>
    private static ValueTask<byte[]> ReadAsync(Stream audio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return BackendHttp.ReadAsync(audio, int.MaxValue, cancellationToken);
    }
}
