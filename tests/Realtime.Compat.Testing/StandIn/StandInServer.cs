using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.Testing.StandIn;

/// <summary>
/// An HTTP server down to the bytes: it can answer one byte at a time, stop in the middle of a character, reset the connection, or say nothing, and it
/// sees when its client goes away.
/// </summary>
public sealed class StandInServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<StandInExchange, Task> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentQueue<StandInExchange> _seen = new();
    private readonly Task _accepting;
    private int _number;
    private int _connectionCount;

    private StandInServer(Func<StandInExchange, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<StandInExchange> Seen => [.. _seen];

    public int ConnectionCount => _connectionCount;

    public static StandInServer Start(Func<StandInExchange, Task> answer) => new(answer);

    /// <summary>An address where nothing listens.</summary>
    public static Uri Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connectionCount);
                _connections.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                while (await StandInExchange.ReadAsync(client, () => Interlocked.Increment(ref _number), _stop.Token) is { } exchange)
                {
                    _seen.Enqueue(exchange);
                    await _answer(exchange);
                    if (!exchange.KeepsConnection)
                        return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
