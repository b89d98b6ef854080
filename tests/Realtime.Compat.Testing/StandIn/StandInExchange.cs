using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Realtime.Compat.Testing.StandIn;

/// <summary>One request, and the means to answer it badly.</summary>
public sealed class StandInExchange
{
    private readonly TcpClient _client;
    private readonly NetworkStream _wire;
    private readonly CancellationToken _stop;

    private StandInExchange(TcpClient client, CancellationToken stop) => (_client, _wire, _stop) = (client, client.GetStream(), stop);

    /// <summary>1 for the server's first request.</summary>
    public int Number { get; private set; }

    public string Method { get; private set; } = "";

    public string Path { get; private set; } = "";

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public byte[] Body { get; private set; } = [];

    public bool KeepsConnection { get; private set; }

    public JsonNode Json => JsonNode.Parse(Body)!;

    public static async Task<StandInExchange?> ReadAsync(TcpClient client, Func<int> number, CancellationToken stop)
    {
        var exchange = new StandInExchange(client, stop);
        if (await exchange.ReadLineAsync() is not { } first)
            return null;
        exchange.Number = number();
        var parts = first.Split(' ');
        (exchange.Method, exchange.Path) = (parts[0], parts[1]);
        while (await exchange.ReadLineAsync() is { Length: > 0 } header)
            exchange.Headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        if (exchange.Headers.TryGetValue("Content-Length", out var length))
            exchange.Body = await exchange.ReadBytesAsync(int.Parse(length, CultureInfo.InvariantCulture));
        else if (exchange.Headers.ContainsKey("Transfer-Encoding"))
            exchange.Body = await exchange.ReadChunksAsync();
        return exchange;
    }

    /// <summary>A whole answer.</summary>
    public async Task RespondAsync(int status, string type, string body, string headers = "")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await WriteRawAsync($"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\n{headers}\r\n");
        await WriteRawAsync(bytes);
        KeepsConnection = true;
    }

    /// <summary>The head of a chunked answer.</summary>
    public Task BeginAsync(string type, int status = 200) =>
        WriteRawAsync($"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n");

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await WriteRawAsync($"{bytes.Length:x}\r\n");
        await WriteRawAsync(bytes);
        await WriteRawAsync("\r\n");
    }

    /// <summary>Every byte in a segment of its own.</summary>
    public async Task WriteByteByByteAsync(string text)
    {
        foreach (var one in Encoding.UTF8.GetBytes(text))
            await WriteAsync(new[] { one });
    }

    public async Task EndAsync()
    {
        await WriteRawAsync("0\r\n\r\n");
        KeepsConnection = true;
    }

    /// <summary>A chunked answer, from head to end.</summary>
    public async Task StreamAsync(string type, params string[] pieces)
    {
        await BeginAsync(type);
        foreach (var piece in pieces)
            await WriteAsync(piece);
        await EndAsync();
    }

    /// <summary>Accepts the client's WebSocket.</summary>
    public async Task<WebSocket> AcceptWebSocketAsync()
    {
        // RFC 6455, 4.2.2: the key and a fixed GUID, hashed; no secret hangs on it.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await WriteRawAsync($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
        return WebSocket.CreateFromStream(_wire, new WebSocketCreationOptions { IsServer = true });
    }

    /// <summary>Breaks the connection with a reset, as a crashed process does.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    /// <summary>Ends when the client closes the connection.</summary>
    public async Task ClientGoneAsync()
    {
        try
        {
            while (await _wire.ReadAsync(new byte[256], _stop) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is a close too.
        }
    }

    public async Task WriteRawAsync(ReadOnlyMemory<byte> bytes) => await _wire.WriteAsync(bytes, _stop);

    public Task WriteRawAsync(string text) => WriteRawAsync(Encoding.UTF8.GetBytes(text));

    private async Task<string?> ReadLineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _wire.ReadAsync(one, _stop) > 0)
        {
            if (one[0] == '\n')
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }

    private async Task<byte[]> ReadBytesAsync(int count)
    {
        var bytes = new byte[count];
        await _wire.ReadExactlyAsync(bytes, _stop);
        return bytes;
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        var body = new List<byte>();
        while (int.Parse((await ReadLineAsync())!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.AddRange(await ReadBytesAsync(size));
            await ReadLineAsync();
        }

        await ReadLineAsync();
        return [.. body];
    }
}
