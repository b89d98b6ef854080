using System.Diagnostics;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Bench;

/// <summary>One live session's front end: a thread of the pool takes each message up and goes on when the frame is judged.</summary>
/// <param name="messages">What is sent, over and over.</param>
/// <param name="detector">Its detector; null to do nothing with what is sent.</param>
internal sealed class LiveStream(byte[][] messages, IVoiceActivityDetector? detector) : IThreadPoolWorkItem
{
    public const int AppendMs = 20;

    private readonly Listener<IVoiceActivityDetector>? _listener = detector is null ? null : new Listener<IVoiceActivityDetector>(detector, new ServerVad());
    private int _next;
    private int _owed;
    private long _frames;
    private double _waitedMs;

    /// <summary>Mean time from the message that filled a frame to the frame's judgement.</summary>
    public double MeanWaitMs => _frames == 0 ? 0 : _waitedMs / _frames;

    public void Forget() => (_frames, _waitedMs) = (0, 0);

    /// <summary>The client sends 20 ms more.</summary>
    public void Send()
    {
        if (Interlocked.Increment(ref _owed) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = TakeAsync();

    private async Task TakeAsync()
    {
        do
        {
            var message = messages[_next++ % messages.Length];
            if (_listener is null)
                continue;
            var since = Stopwatch.GetTimestamp();
            _listener.Take(message);
            while (_listener.Ear.HasFrame)
            {
                _listener.Hear(await _listener.Ear.JudgeAsync().ConfigureAwait(false));
                _waitedMs += Stopwatch.GetElapsedTime(since).TotalMilliseconds;
                _frames++;
            }
        }
        while (Interlocked.Decrement(ref _owed) > 0);
    }
}
