using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Realtime.Compat.WebRtc.Calls;

namespace Realtime.Compat.WebRtc.Network;

/// <summary>Takes callers by TCP (RFC 6544, passive side), for networks that block UDP.</summary>
internal sealed class TcpPort : IDisposable
{
    private readonly Socket _listener;
    private readonly CallTable _calls;
    private readonly TimeSpan _patience;
    private readonly int _mostConnections;
    private readonly ConcurrentDictionary<TcpPath, byte> _connections = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Listens; connections wait until <see cref="AcceptAsync"/>.</summary>
    /// <param name="address">A real one of this machine.</param>
    /// <param name="port">A number, the UDP port's.</param>
    /// <param name="calls">To whom connections belong.</param>
    /// <param name="patience">Time in which a connection has to show a valid check.</param>
    /// <param name="mostConnections">At one time; further ones are closed at once.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public TcpPort(IPAddress address, int port, CallTable calls, TimeSpan patience, int mostConnections)
    {
        (_calls, _patience, _mostConnections) = (calls, patience, mostConnections);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6) _listener.DualMode = false;
            _listener.Bind(new IPEndPoint(address, port));
            _listener.Listen(64);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>Connections that are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Accepts until disposed.</summary>
    public async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                if (_connections.Count >= _mostConnections)
                {
                    _calls.Counters.CountStray();
                    socket.Dispose();
                    continue;
                }
                socket.NoDelay = true;
                var path = new TcpPath(socket, _calls);
                _connections[path] = 0;
                _ = ServeAsync(path);
            }
            catch (SocketException)
            {
                // That caller is gone already.
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        foreach (var (path, _) in _connections)
            path.Forget();
        _stop.Dispose();
    }

    private async Task ServeAsync(TcpPath path)
    {
        try
        {
            await path.RunAsync(_patience);
        }
        catch (Exception exception)
        {
            _calls.Report(exception);
        }
        finally
        {
            _connections.TryRemove(path, out _);
        }
    }
}
