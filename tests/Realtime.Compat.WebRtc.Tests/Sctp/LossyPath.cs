using Realtime.Compat.Testing;

namespace Realtime.Compat.WebRtc.Tests.Sctp;

/// <summary>
/// A network in memory between two ends, on a fake clock: packets are lost, doubled and delayed by chance, and so overtake one another.
/// Always the same for the same seed.
/// </summary>
internal sealed class LossyPath(int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<(Action<byte[]> Deliver, byte[] Packet), (TimeSpan Due, long Order)> _underWay = new();
    private readonly List<(Func<TimeSpan?> NextTick, Action Tick)> _ends = [];
    private long _order;

    public FakeTimeProvider Clock { get; } = new();

    public double Loss { get; set; }

    public double Duplication { get; set; }

    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan Jitter { get; set; }

    /// <summary>Sees each packet before it may be lost; false drops it.</summary>
    public Func<byte[], bool>? Filter { get; set; }

    public int Packets { get; private set; }

    public TimeSpan Now => Clock.GetElapsedTime(_start ??= Clock.GetTimestamp());

    private long? _start;

    public void Attach(Func<TimeSpan?> nextTick, Action tick) => _ends.Add((nextTick, tick));

    public void Send(ReadOnlySpan<byte> packet, Action<byte[]> deliver)
    {
        Packets++;
        var bytes = packet.ToArray();
        if (Filter?.Invoke(bytes) == false) return;
        var copies = _random.NextDouble() < Loss ? 0 : _random.NextDouble() < Duplication ? 2 : 1;
        for (; copies > 0; copies--)
            _underWay.Enqueue((deliver, bytes), (Now + Delay + _random.NextDouble() * Jitter, _order++));
    }

    /// <summary>Lets time pass, event by event, until something holds or the time is over.</summary>
    public bool Run(TimeSpan limit, Func<bool> until)
    {
        var end = Now + limit;
        while (!until())
        {
            var next = end;
            if (_underWay.TryPeek(out _, out var first) && first.Due < next) next = first.Due;
            foreach (var (nextTick, _) in _ends)
            {
                if (nextTick() is { } wait && Now + wait < next) next = Now + wait;
            }

            if (next > Now) Clock.Advance(next - Now);
            while (_underWay.TryPeek(out var packet, out first) && first.Due <= Now)
            {
                _underWay.Dequeue();
                packet.Deliver(packet.Packet);
            }

            foreach (var (nextTick, tick) in _ends)
            {
                if (nextTick() is { } wait && wait <= TimeSpan.Zero) tick();
            }

            if (Now >= end) return until();
        }

        return true;
    }

    public void Run(TimeSpan time) => Run(time, () => false);
}
