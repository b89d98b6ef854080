using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>An endpoint without a network: answers every offer but the word "bad", and lets a test be the caller.</summary>
internal sealed class FakeRtc : IRtcEndpoint
{
    private readonly Channel<FakeLine> _lines = Channel.CreateUnbounded<FakeLine>();

    public const string Answer = "v=0\r\nanswer\r\n";

    public int CallCount => 0;

    public int MaxCalls => 2;

    /// <summary>Largest event the next callers take.</summary>
    public int MaxEventBytes { get; init; } = 65_536;

    public RtcAnswer Accept(string offerSdp, IRtcCallHandler handler)
    {
        if (offerSdp == "bad")
            throw new RtcOfferException(RtcOfferError.Unsupported, "The offer has no audio.");
        if (offerSdp == "full")
            throw new RtcOfferException(RtcOfferError.TooManyCalls, "All lines are busy.");
        var line = new FakeLine(handler, MaxEventBytes);
        _lines.Writer.TryWrite(line);
        return new RtcAnswer(Answer, line);
    }

    /// <summary>The next call that was taken.</summary>
    public async Task<FakeLine> NextAsync() => await _lines.Reader.ReadAsync().AsTask().WaitAsync(RealtimeApp.Patience);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A call, and the hand of its caller on it.</summary>
internal sealed class FakeLine(IRtcCallHandler handler, int maxEventBytes) : IRtcCall
{
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<int> _plays = Channel.CreateUnbounded<int>();
    private readonly List<JsonElement> _seen = [];
    private readonly TaskCompletionSource<RtcCloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _given;
    private long _played;

    public string Id { get; } = "rtc_" + Guid.NewGuid().ToString("N");

    public int MaxEventBytes => maxEventBytes;

    public long PendingSamples => Interlocked.Read(ref _given) - Interlocked.Read(ref _played);

    public long PlayedSamples => Interlocked.Read(ref _played);

    public long BufferedEventBytes => 0;

    /// <summary>Events seen so far, in order.</summary>
    public IReadOnlyList<JsonElement> Events => _seen;

    public Task<RtcCloseReason> Closed => _closed.Task.WaitAsync(RealtimeApp.Patience);

    public void Play(ReadOnlySpan<short> pcm)
    {
        Interlocked.Add(ref _given, pcm.Length);
        _plays.Writer.TryWrite(pcm.Length);
    }

    public int ClearPlayback()
    {
        var pending = (int)PendingSamples;
        Interlocked.Add(ref _given, -pending);
        return pending;
    }

    public ValueTask SendEvent(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default)
    {
        Assert.InRange(utf8.Length, 2, maxEventBytes);
        _events.Writer.TryWrite(JsonElement.Parse(utf8.Span));
        return ValueTask.CompletedTask;
    }

    public void HangUp(RtcCloseReason reason = RtcCloseReason.HungUp)
    {
        if (_closed.TrySetResult(reason))
            Task.Run(() => handler.Closed(reason));
    }

    /// <summary>The caller opens its event channel.</summary>
    public void Open() => handler.Opened();

    /// <summary>The caller says something to the server.</summary>
    public void Send(string json) => handler.EventReceived(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>The caller makes a noise, or none.</summary>
    public void Speak(int ms, short amplitude)
    {
        var packet = new short[480];
        for (var i = 0; i < packet.Length; i++)
            packet[i] = i / 24 % 2 == 0 ? amplitude : (short)-amplitude;
        for (; ms > 0; ms -= 20)
            handler.AudioReceived(packet);
    }

    /// <summary>Time passes, in which the caller hears so much of what is queued.</summary>
    public void Hear(int ms)
    {
        Interlocked.Add(ref _played, Math.Min(PendingSamples, ms * 24L));
        if (PendingSamples == 0)
            handler.PlaybackDrained();
    }

    /// <summary>Waits until so much is queued.</summary>
    public async Task QueuedAsync(int ms)
    {
        while (PendingSamples < ms * 24L)
            await _plays.Reader.ReadAsync().AsTask().WaitAsync(RealtimeApp.Patience);
    }

    /// <summary>Reads on until an event of this type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var next = await _events.Reader.ReadAsync().AsTask().WaitAsync(RealtimeApp.Patience);
            _seen.Add(next);
            if (TestClient.TypeOf(next) == type)
                return next;
        }
    }
}
