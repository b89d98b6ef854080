using System.Net;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>Runs an <see cref="RtcPeer"/> over a real socket on loopback, in real time.</summary>
internal abstract class PeerLink : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Task> _loops = [];

    protected PeerLink(Func<Action<byte[]>, RtcPeer>? make) => Peer = make?.Invoke(Send) ?? new RtcPeer(Send, TimeProvider.System);

    public RtcPeer Peer { get; }

    protected CancellationTokenSource Stop { get; } = new();

    /// <summary>Offers to an endpoint, takes its answer, and begins to check.</summary>
    public IRtcCall Call(IRtcEndpoint endpoint, IRtcCallHandler handler)
    {
        var answer = endpoint.Accept(Peer.Offer(), handler);
        Begin(answer.Sdp);
        return answer.Call;
    }

    /// <summary>Takes an answer and begins to check.</summary>
    public void Begin(string answerSdp)
    {
        Connect(Peer.Take(answerSdp));
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
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!Holds(holds))
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop.CancelAsync();
        await Task.WhenAll(_loops);
        Peer.Dispose();
        Disconnect();
        Stop.Dispose();
    }

    protected abstract void Connect(IReadOnlyList<(string Protocol, IPEndPoint Address)> candidates);

    protected abstract void Disconnect();

    /// <summary>Sends a datagram; whether it arrives is the network's affair.</summary>
    protected abstract void Send(byte[] datagram);

    /// <summary>Gives what comes to the peer until stopped.</summary>
    protected abstract Task ReceiveAsync();

    private bool Holds(Func<RtcPeer, bool> holds)
    {
        lock (_lock)
            return holds(Peer);
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
                await timer.WaitForNextTickAsync(Stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
