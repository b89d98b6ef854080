using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>Runs an <see cref="RtcPeer"/> over a real socket on loopback, in real time.</summary>
internal sealed class UdpLink : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private IPEndPoint? _server;

    public UdpLink(IPAddress? address = null, Func<Action<byte[]>, RtcPeer>? make = null)
    {
        address ??= IPAddress.Loopback;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(address, 0));
        Peer = make?.Invoke(Send) ?? new RtcPeer(Send, TimeProvider.System);
    }

    public RtcPeer Peer { get; }

    /// <summary>Offers to an endpoint, takes its answer, and begins to check.</summary>
    public IRtcCall Call(IRtcEndpoint endpoint, IRtcCallHandler handler)
    {
        var answer = endpoint.Accept(Peer.Offer(), handler);
        Begin(answer.Sdp);
        return answer.Call;
    }

    public void Begin(string answerSdp)
    {
        _server = Peer.Take(answerSdp).First(candidate => candidate.Protocol == "udp" && candidate.Address.AddressFamily == _socket.AddressFamily).Address;
        _loops.Add(Task.Run(ReceiveAsync));
        _loops.Add(Task.Run(BeatAsync));
    }

    /// <summary>Does something with the peer while nothing else does.</summary>
    public void With(Action<RtcPeer> action)
    {
        lock (_lock)
            action(Peer);
    }

    /// <summary>Waits until something holds of the peer.</summary>
    public async Task UntilAsync(Func<RtcPeer, bool> holds, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!Holds(holds))
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        Peer.Dispose();
        _socket.Dispose();
        _stop.Dispose();
    }

    private bool Holds(Func<RtcPeer, bool> holds)
    {
        lock (_lock)
            return holds(Peer);
    }

    private void Send(byte[] datagram)
    {
        try
        {
            _socket.SendTo(datagram, _server!);
        }
        catch (SocketException)
        {
            // The endpoint is closed.
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[2048];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _server!, _stop.Token);
                With(peer => peer.Receive(buffer[..received.ReceivedBytes]));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // Stopped, or the endpoint is closed.
            }
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            for (var beat = 0; ; beat++)
            {
                With(peer =>
                {
                    if (beat % 25 == 0) peer.Check();
                    peer.Tick();
                });
                await timer.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
