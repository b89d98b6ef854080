using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>Clients that break the WebSocket protocol itself, or vanish from it at any byte, leave nothing behind.</summary>
[Collection(AloneCollection.Name)]
public sealed class BrokenSocketTests
{
    private const int AtOnce = 16;

    private static readonly byte[] Mask = [0x12, 0x34, 0x56, 0x78];

    [Fact]
    public async Task A_socket_dropped_at_any_byte_leaves_no_session()
    {
        var models = new HostileModels(seed: 1);
        var log = new DefectLog();
        await using (var app = await models.ServeAsync(log))
        {
            byte[] said =
            [
                .. Handshake(app),
                .. Text("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}"""),
                .. Text("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello."}]}}"""),
                .. Text("""{"type":"response.create"}"""),
                .. Frame(0x88, [0x03, 0xE8]),
            ];

            // Half of them leave politely with FIN, half with RST.
            await ForEachAsync(Enumerable.Range(1, said.Length), async cut =>
            {
                using var tcp = await ConnectAsync(app);
                await tcp.GetStream().WriteAsync(said.AsMemory(0, cut));
                if (cut % 2 == 0)
                    tcp.LingerState = new LingerOption(enable: true, seconds: 0);
            });
            await AssertServesAsync(app);
            await app.StopAsync();
            Assert.Equal(0, app.ActiveSessions);
        }

        Assert.Equal(0, models.Running);
        Assert.Empty(log.Defects);
    }

    [Fact]
    public async Task A_client_that_leaves_after_any_event_leaves_no_session()
    {
        var chat = new ScriptedChat();
        var log = new DefectLog();
        await using var app = await RealtimeApp.StartAsync(chat, services: services => services.AddSingleton<ILoggerProvider>(log));

        await ForEachAsync(Enumerable.Range(1, 200), async turn =>
        {
            await using var client = await TestClient.OpenAsync(app);
            await client.SendAsync("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello."}]}}""");
            await client.SendAsync("""{"type":"response.create"}""");
            for (var left = turn % 20; left > 0 && TestClient.TypeOf(client.Events[^1]) != "response.done"; left--)
                await client.NextAsync();
            client.Socket.Abort();
        });
        await app.IdleAsync();

        Assert.Equal(0, chat.Running);
        Assert.Empty(log.Defects);
    }

    [Fact]
    public async Task Frames_that_no_WebSocket_may_send_end_that_connection_only()
    {
        var log = new DefectLog();
        await using var app = await new HostileModels(seed: 3).ServeAsync(log);
        var random = new Random(3);

        await ForEachAsync(Enumerable.Range(0, 500), async i =>
        {
            var noise = new byte[i % 64];
            lock (random)
                random.NextBytes(noise);
            byte[] broken = (i % 7) switch
            {
                0 => [0x81, 0x02, (byte)'{', (byte)'}'],
                1 => Frame(0xC1, "{}"u8),
                2 => Frame(0x83, "{}"u8),
                3 => Frame(0x80, "{}"u8),
                4 => [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. Mask],
                5 => Frame(0x88, [0x03]),
                _ => noise,
            };
            using var tcp = await ConnectAsync(app);
            var stream = tcp.GetStream();
            await stream.WriteAsync((byte[])[.. Handshake(app), .. broken]);
            tcp.Client.Shutdown(SocketShutdown.Send);

            // The server says what it has to say, and closes.
            await stream.CopyToAsync(Stream.Null).WaitAsync(RealtimeApp.Patience).ContinueWith(
                reading => Assert.True(reading.IsCompletedSuccessfully || reading.Exception?.InnerException is IOException, "The server kept the connection."),
                TaskScheduler.Default);
        });

        await AssertServesAsync(app);
        await app.IdleAsync();
        Assert.Empty(log.Defects);
    }

    private static Task ForEachAsync(IEnumerable<int> numbers, Func<int, Task> act) =>
        Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await act(number));

    private static async Task AssertServesAsync(RealtimeApp app)
    {
        await using var client = await TestClient.OpenAsync(app);
        await client.SendAsync("""{"type":"input_audio_buffer.clear"}""");
        await client.NextAsync("input_audio_buffer.cleared");
    }

    private static async Task<TcpClient> ConnectAsync(RealtimeApp app)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, app.Address.Port).WaitAsync(RealtimeApp.Patience);
        return tcp;
    }

    private static byte[] Handshake(RealtimeApp app) => Encoding.ASCII.GetBytes(
        $"GET /v1/realtime?model=m HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private static byte[] Text(string text) => Frame(0x81, Encoding.UTF8.GetBytes(text));

    /// <summary>A masked frame, as a client sends it (RFC 6455, 5.2).</summary>
    private static byte[] Frame(byte head, ReadOnlySpan<byte> payload)
    {
        var masked = payload.ToArray();
        for (var i = 0; i < masked.Length; i++)
            masked[i] ^= Mask[i % 4];
        return masked.Length < 126
            ? [head, (byte)(0x80 | masked.Length), .. Mask, .. masked]
            : [head, 0xFE, (byte)(masked.Length >> 8), (byte)masked.Length, .. Mask, .. masked];
    }
}
