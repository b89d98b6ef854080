using System.ClientModel;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using OpenAI.Realtime;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance.DotNetClient;

/// <summary>One session of NuGet <c>OpenAI</c>, unmodified. Its updates are read all the time and kept, as they came, for the checker.</summary>
internal sealed class DotNetSession : IAsyncDisposable
{
    private readonly RealtimeSessionClient _client;
    private readonly Channel<RealtimeServerUpdate> _unread = Channel.CreateUnbounded<RealtimeServerUpdate>();
    private readonly List<RealtimeServerUpdate> _seen = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _reading;

    private DotNetSession(RealtimeSessionClient client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    /// <summary>The client.</summary>
    public RealtimeSessionClient Client => _client;

    /// <summary>Connects and waits for the session.</summary>
    public static async Task<DotNetSession> StartAsync(Uri server, string logs, string name = "dotnet", RealtimeConversationSessionOptions? options = null)
    {
        var client = new RealtimeClient(new ApiKeyCredential("any key will do"), new RealtimeClientOptions { Endpoint = new Uri(server, "/v1") });
        var log = new EventLog(logs, name, "ga");
        client.OnReceivingCommand += (_, received) => log.Add(JsonNode.Parse(received)!.AsObject());
        var session = new DotNetSession(await client.StartConversationSessionAsync("gpt-realtime", new RealtimeSessionClientOptions()));
        await session.NextAsync<RealtimeServerUpdateSessionCreated>();
        if (options is not null)
            await session.ConfigureAsync(options);
        return session;
    }

    /// <summary>Changes the session.</summary>
    /// <returns>What the server says the session is now.</returns>
    public async Task<RealtimeConversationSession> ConfigureAsync(RealtimeConversationSessionOptions options)
    {
        await _client.ConfigureConversationSessionAsync(options);
        var updated = await NextAsync<RealtimeServerUpdateSessionUpdated>();
        return Assert.IsType<RealtimeConversationSession>(updated.Session);
    }

    /// <summary>Asks in writing.</summary>
    public async Task AskAsync(string text)
    {
        await _client.AddItemAsync(RealtimeItem.CreateUserMessageItem(text));
        await _client.StartResponseAsync();
    }

    /// <summary>The next update of a kind that was not read yet.</summary>
    public async Task<T> NextAsync<T>()
        where T : RealtimeServerUpdate
    {
        using var late = new CancellationTokenSource(RealtimeSocket.Patience);
        try
        {
            while (true)
            {
                if (await _unread.Reader.ReadAsync(late.Token) is T update)
                    return update;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{typeof(T).Name} did not come. Seen: {string.Join(", ", Seen<RealtimeServerUpdate>().Select(update => update.Kind))}");
        }
    }

    /// <summary>The response that ends next.</summary>
    public async Task<RealtimeResponse> ResponseAsync() => (await NextAsync<RealtimeServerUpdateResponseDone>()).Response;

    /// <summary>All updates of a kind so far.</summary>
    public IReadOnlyList<T> Seen<T>()
    {
        lock (_seen)
            return [.. _seen.OfType<T>()];
    }

    /// <summary>Audio of a response so far.</summary>
    public byte[] AudioOf(string responseId) =>
        [.. Seen<RealtimeServerUpdateResponseOutputAudioDelta>().Where(delta => delta.ResponseId == responseId).SelectMany(delta => delta.Delta.ToArray())];

    /// <summary>What was said in a response so far.</summary>
    public string TranscriptOf(string responseId) =>
        string.Concat(Seen<RealtimeServerUpdateResponseOutputAudioTranscriptDelta>().Where(delta => delta.ResponseId == responseId).Select(delta => delta.Delta));

    /// <summary>What was written in a response so far.</summary>
    public string TextOf(string responseId) =>
        string.Concat(Seen<RealtimeServerUpdateResponseOutputTextDelta>().Where(delta => delta.ResponseId == responseId).Select(delta => delta.Delta));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _over.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var update in _client.ReceiveUpdatesAsync(_over.Token))
            {
                lock (_seen)
                    _seen.Add(update);
                _unread.Writer.TryWrite(update);
            }

            _unread.Writer.TryComplete();
        }
        catch (Exception failure)
        {
            // The test that waits for the next update sees why none comes: the client could not read one, for instance.
            _unread.Writer.TryComplete(failure);
        }
    }
}
