namespace Realtime.Compat.Backends.Streaming;

/// <summary>One request and its answer, from the slot taken to the connection closed.</summary>
internal sealed class ChatExchange(BackendPeer peer, ChatCallRequest request, BackendCall call, ChatAnswer answer) : IAsyncDisposable
{
    public BackendPeer Peer => peer;

    /// <summary>What was really asked: perhaps without tools, perhaps in the shape of a call.</summary>
    public ChatCallRequest Request => request;

    public BackendCall Call => call;

    public ChatAnswer Answer => answer;

    public IChatWireAnswer? Stream { get; set; }

    public SemaphoreSlim? Slot { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Stream is not null)
            await Stream.DisposeAsync();
        call.Dispose();
        Slot?.Release();
    }
}
