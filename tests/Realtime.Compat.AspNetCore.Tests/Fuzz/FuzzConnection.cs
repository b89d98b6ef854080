using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>One hostile client, all of it decided by a seed: what it sends, whether it reads meanwhile, how it leaves.</summary>
internal sealed class FuzzConnection(int seed, Uri server, AnswerJudge judge) : IDisposable
{
    private const string Ping = """{"type":"fuzz.ping","event_id":"fuzz_ping"}""";
    private const int MaxFrameBytes = (1 << 20) - 1;

    private readonly Random _random = new(seed);
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(RealtimeApp.Patience);
    private readonly TaskCompletionSource _answeredPing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventOrder _order = new();
    private string _itemId = "item_none";
    private string _responseId = "resp_none";
    private string _callId = "call_none";
    private volatile bool _leaving;

    private enum Leaving
    {
        Closing,
        Aborting,
        AbortingInsideAMessage,
        ClosingUnread,
        BrokenText,
    }

    /// <summary>Messages of the connection with this seed.</summary>
    public static int InputsOf(int seed) => new Random(seed).Next(1, 120);

    /// <summary>Answers it was sent.</summary>
    public long Answers { get; private set; }

    /// <summary>Lives through it.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ExchangeAsync(_random.Next(1, 120));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Connection {seed} (again: REALTIME_FUZZ_SEED={seed} REALTIME_FUZZ_INPUTS=1): {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task ExchangeAsync(int inputs)
    {
        var beta = _random.Next(2) == 0;
        if (beta)
            _socket.Options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
        var query = _random.Next(8) == 0 ? "intent=transcription" : "model=gpt-realtime";
        await _socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/v1/realtime", Query = query }.Uri, _patience.Token);

        // A client that reads nothing until it has sent everything is a flood.
        var reads = _random.Next(6) != 0;
        var reading = reads ? ReadAsync(beta ? "beta" : "ga") : null;
        var generator = new InputGenerator(_random, beta, HostileModels.MaxMessageBytes);
        var flood = _random.Next(10) == 0 ? generator.Next() : (FuzzInput?)null;
        for (; inputs > 0; inputs--)
            await SendAsync(flood ?? generator.Next());

        reading ??= ReadAsync(beta ? "beta" : "ga");
        await LeaveAsync(_random.Next(3) == 0 ? (Leaving)_random.Next(Enum.GetValues<Leaving>().Length) : Leaving.Closing, reading);
    }

    private async Task LeaveAsync(Leaving how, Task reading)
    {
        _leaving = how is not Leaving.Closing;
        switch (how)
        {
            case Leaving.Closing:
                await SendAsync(Encoding.UTF8.GetBytes(Ping), WebSocketMessageType.Text, end: true);
                await await Task.WhenAny(_answeredPing.Task, reading);
                _leaving = true;
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
                await reading;
                Assert.Equal(WebSocketCloseStatus.NormalClosure, _socket.CloseStatus);
                return;
            case Leaving.AbortingInsideAMessage:
                await SendAsync("{\"type\":"u8.ToArray(), WebSocketMessageType.Text, end: false);
                break;
            case Leaving.ClosingUnread:
                await _socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "bye", _patience.Token);
                break;
            case Leaving.BrokenText:
                await SendAsync([(byte)'"', 0xC3, 0x28, (byte)'"'], WebSocketMessageType.Text, end: true);
                break;
        }

        _socket.Abort();
        await reading;
    }

    private async Task SendAsync(FuzzInput input)
    {
        var bytes = input.Bytes;
        if (bytes.AsSpan().IndexOf((byte)'@') >= 0)
        {
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)
                .Replace(EventGenerator.ItemId, _itemId, StringComparison.Ordinal)
                .Replace(EventGenerator.ResponseId, _responseId, StringComparison.Ordinal)
                .Replace(EventGenerator.CallId, _callId, StringComparison.Ordinal));
        }

        var sent = 0;
        for (var frame = 1; frame < input.Frames; frame++)
        {
            var length = _random.Next(bytes.Length - sent + 1);
            await SendAsync(bytes[sent..(sent + length)], input.Kind, end: false);
            sent += length;
        }

        await SendAsync(bytes[sent..], input.Kind, end: true);
    }

    private async Task SendAsync(byte[] bytes, WebSocketMessageType kind, bool end) => await _socket.SendAsync(bytes, kind, end, _patience.Token);

    private async Task ReadAsync(string dialect)
    {
        var buffer = new byte[MaxFrameBytes];
        try
        {
            for (var length = 0; ;)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(length), _patience.Token);
                if (received.MessageType is WebSocketMessageType.Close)
                    break;
                length += received.Count;
                Assert.InRange(length, 0, MaxFrameBytes - 1);
                if (!received.EndOfMessage)
                    continue;
                Take(dialect, buffer.AsMemory(0, length));
                length = 0;
            }
        }
        catch (Exception exception) when (_leaving && exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            Assert.False(_patience.IsCancellationRequested, "The server did not answer in time.");
            return;
        }

        Assert.True(_leaving, $"The server closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
    }

    private void Take(string dialect, ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = 128 });
        var answer = document.RootElement;
        judge.Judge(dialect, answer);
        var type = answer.GetProperty("type").GetString()!;
        Assert.Equal(Answers == 0, type is "session.created" or "transcription_session.created");
        Assert.Empty(_order.Next(answer));
        Answers++;
        if (answer.TryGetProperty("item", out var item))
        {
            _itemId = item.GetProperty("id").GetString()!;
            if (item.TryGetProperty("call_id", out var call))
                _callId = call.GetString()!;
        }

        if (answer.TryGetProperty("response", out var response))
            _responseId = response.GetProperty("id").GetString()!;
        if (type == "error" && answer.GetProperty("error").GetProperty("event_id").ValueEquals("fuzz_ping"))
            _answeredPing.TrySetResult();
    }
}
