using System.Diagnostics;

namespace Realtime.Compat.Load;

/// <summary>
/// The clock of all microphones: every 20 ms each sends once, spread evenly over the 20 ms as the clocks of strangers are. One thread; how far it
/// falls behind is the measure of whether the generator itself can keep up.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private readonly Microphone[] _microphones;
    private readonly Thread _thread;
    private readonly List<double> _lagsMs = [];
    private volatile bool _ending;

    public Pacer(Microphone[] microphones)
    {
        _microphones = microphones;
        _thread = new Thread(Run) { IsBackground = true, Priority = ThreadPriority.AboveNormal, Name = "pacer" };
        _thread.Start();
    }

    /// <summary>How late the slowest hundredth of all sends were, in ms. Read it after the end.</summary>
    public double LagP99Ms => Percentiles.Of(_lagsMs).P99;

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
    }

    private void Run()
    {
        var start = Stopwatch.GetTimestamp();
        for (var sent = 0L; !_ending; sent++)
        {
            var (round, index) = Math.DivRem(sent, _microphones.Length);
            var due = TimeSpan.FromMilliseconds(Recording.MessageMs * (round + (double)index / _microphones.Length));
            var early = due - Stopwatch.GetElapsedTime(start);
            if (early > TimeSpan.FromMilliseconds(1))
                Thread.Sleep(early);
            if (sent % 64 == 0)
                _lagsMs.Add(Math.Max(0, (Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds));
            _microphones[index].Tick();
        }
    }
}
