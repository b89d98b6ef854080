using System.Text;
using System.Threading.Channels;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>Notes everything it is told, and lets tests wait for it.</summary>
internal sealed class RecordingHandler : IRtcCallHandler
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly Channel<int> _drained = Channel.CreateUnbounded<int>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RtcCloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<short> _audio = [];
    private int _inside;

    /// <summary>Told of audio, after it was noted.</summary>
    public Action<short[]>? OnAudio { get; set; }

    /// <summary>Told of events, after they were noted.</summary>
    public Action<string>? OnEvent { get; set; }

    public Task Opening => _opened.Task;

    public Task<RtcCloseReason> Closing => _closed.Task;

    /// <summary>Whether two methods ever ran at once, or one after <see cref="Closed"/>.</summary>
    public bool WasMishandled { get; private set; }

    public short[] Audio
    {
        get
        {
            lock (_audio)
                return [.. _audio];
        }
    }

    public Task<string> NextEventAsync(CancellationToken cancellationToken) => _events.Reader.ReadAsync(cancellationToken).AsTask();

    public Task<int> NextDrainAsync(CancellationToken cancellationToken) => _drained.Reader.ReadAsync(cancellationToken).AsTask();

    public string[] TakeEvents()
    {
        var events = new List<string>();
        while (_events.Reader.TryRead(out var next))
            events.Add(next);
        return [.. events];
    }

    public void Opened() => Alone(() => _opened.SetResult());

    public void AudioReceived(ReadOnlySpan<short> pcm)
    {
        var copy = pcm.ToArray();
        Alone(() =>
        {
            lock (_audio)
                _audio.AddRange(copy);
            OnAudio?.Invoke(copy);
        });
    }

    public void EventReceived(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        Alone(() =>
        {
            _events.Writer.TryWrite(text);
            OnEvent?.Invoke(text);
        });
    }

    public void PlaybackDrained() => Alone(() => _drained.Writer.TryWrite(0));

    public void Closed(RtcCloseReason reason) => Alone(() => _closed.SetResult(reason));

    private void Alone(Action action)
    {
        if (Interlocked.Increment(ref _inside) != 1 || _closed.Task.IsCompleted) WasMishandled = true;
        try
        {
            action();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
