using System.Net.WebSockets;
using System.Text;

namespace Realtime.Compat.Backends.Tests.StandIn;

/// <summary>The worker's side of one live transcription.</summary>
internal sealed class StandInWorker(WebSocket socket)
{
    private readonly byte[] _block = new byte[64 * 1024];

    /// <summary>The `GET /health` of a worker whose recogniser follows speech.</summary>
    public const string Health = """{"status":"healthy","live_transcription":"/v1/audio/transcriptions/stream","follows_speech":true}""";

    /// <summary>Bytes of audio so far.</summary>
    public int Heard { get; private set; }

    /// <summary>Listens until the question what was said; audio before it is counted.</summary>
    public async Task UntilFlushAsync()
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(_block.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Text)
            {
                Assert.Equal("""{"type":"transcript.flush"}""", Encoding.UTF8.GetString(_block, 0, received.Count));
                return;
            }

            Heard += received.Count;
        }
    }

    /// <summary>Listens until so much was heard.</summary>
    public async Task UntilHeardAsync(int bytes)
    {
        while (Heard < bytes)
            Heard += (await socket.ReceiveAsync(_block.AsMemory(), CancellationToken.None)).Count;
    }

    /// <summary>Ends when the client is gone.</summary>
    public async Task UntilGoneAsync()
    {
        try
        {
            while ((await socket.ReceiveAsync(_block.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Gone without a word, as it should be.
        }
    }

    public Task SayAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None).AsTask();

    public Task DeltaAsync(string text) => SayAsync($$"""{"type":"transcript.text.delta","delta":"{{text}}"}""");

    public Task SnapshotAsync(string text) => SayAsync($$"""{"type":"transcript.text.snapshot","text":"{{text}}","language":"en"}""");
}
