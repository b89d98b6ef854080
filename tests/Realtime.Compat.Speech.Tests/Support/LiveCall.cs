using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>One live transcription, as a client sees it.</summary>
internal sealed class LiveCall(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<LiveCall> OpenAsync(WorkerClient worker, string query = "")
    {
        var socket = new ClientWebSocket();
        var address = new UriBuilder(worker.Client.BaseAddress!) { Scheme = "ws", Path = "/v1/audio/transcriptions/stream", Query = query };
        await socket.ConnectAsync(address.Uri, default);
        return new LiveCall(socket);
    }

    public Task SendAsync(ReadOnlyMemory<byte> pcm) => socket.SendAsync(pcm, WebSocketMessageType.Binary, true, default).AsTask();

    public Task SayAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, default).AsTask();

    /// <summary>All words so far; deltas before them are passed over.</summary>
    public async Task<string> FlushAsync()
    {
        await SayAsync("""{"type":"transcript.flush"}""");
        while (true)
        {
            var message = (await MessageAsync())!.Value;
            if (message.GetProperty("type").GetString() == "transcript.text.snapshot")
                return message.GetProperty("text").GetString()!;
        }
    }

    /// <summary>The next message; null for a close.</summary>
    public async Task<JsonElement?> MessageAsync()
    {
        var block = new byte[64 << 10];
        var received = await socket.ReceiveAsync(block, default).WaitAsync(Patience);
        return received.MessageType == WebSocketMessageType.Close ? null : JsonDocument.Parse(Encoding.UTF8.GetString(block, 0, received.Count)).RootElement;
    }

    public void Abort() => socket.Abort();

    public void Dispose() => socket.Dispose();
}
