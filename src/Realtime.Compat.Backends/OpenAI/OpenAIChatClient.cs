using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>
/// Any server with OpenAI's `POST /v1/chat/completions` (llama.cpp, vLLM, LM Studio, OpenRouter, OpenAI): sent by the OpenAI package's pipeline, read by a
/// parser of our own, because the package throws on finish reasons and shapes that real servers send, and takes a cut-off answer for a whole one.
/// </summary>
public sealed class OpenAIChatClient : IChatClient
{
    private readonly HttpClient _http;
    private readonly HttpChat _chat;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Makes a client; nothing is sent until it is asked.</summary>
    /// <param name="options">Address, key, model, limits and times.</param>
    /// <param name="handler">What carries the requests; null for one of its own that closes dropped answers at once.</param>
    /// <param name="time">The clock of all timeouts; null for the system's.</param>
    /// <param name="logger">Failures at Warning, the server's own words at Debug, never what was said.</param>
    public OpenAIChatClient(ChatBackendOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var log = logger ?? NullLogger.Instance;
        var root = BackendUrl.OpenAIRoot(options.EffectiveUrl);
        _http = BackendHttp.CreateClient(handler ?? BackendHttp.CreateHandler(options.ConnectTimeout), ownsHandler: handler is null);
        _chat = new HttpChat(new OpenAIWire(_http, root, options, log), options, time ?? TimeProvider.System, log, forcesNamedToolAtOnce: false);
        _metadata = new ChatClientMetadata("openai", root, options.Model);
    }

    /// <inheritdoc/>
    /// <exception cref="BackendException">The server did not give a whole answer.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken)
            .Where(update => !update.Contents.Any(content => ArgumentsFragment.ToolOf(content) is not null))
            .ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Cancelling the token, or disposing the enumerator, closes the connection at once, which stops the model.</remarks>
    /// <exception cref="BackendException">The server did not give a whole answer; what was yielded before stands.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _chat.StreamAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _chat.Dispose();
    }
}
