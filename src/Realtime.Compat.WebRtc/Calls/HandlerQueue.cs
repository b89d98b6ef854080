using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>
/// Carries what happens on a call to its handler: in order, one at a time, outside of the call's lock. Its methods never block and never
/// throw; they are called by one thread at a time, under the call's lock.
/// </summary>
internal sealed class HandlerQueue
{
    private readonly Channel<Happening> _happenings = Channel.CreateUnbounded<Happening>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly IRtcCallHandler _handler;
    private readonly int _roomBytes;
    private readonly Func<bool> _isSilent;
    private readonly Action<RtcCloseReason, Exception?> _giveUp;
    private long _waitingBytes;
    private bool _failed;

    /// <summary>Starts carrying.</summary>
    /// <param name="handler">Who hears.</param>
    /// <param name="roomBytes">Bytes that may wait for it.</param>
    /// <param name="isSilent">Whether nothing is queued to be played, asked before telling that the queue ran empty.</param>
    /// <param name="giveUp">Ends the call, because the handler is too slow or threw; called outside of the call's lock or within it.</param>
    public HandlerQueue(IRtcCallHandler handler, int roomBytes, Func<bool> isSilent, Action<RtcCloseReason, Exception?> giveUp)
    {
        _handler = handler;
        _roomBytes = roomBytes;
        _isSilent = isSilent;
        _giveUp = giveUp;
        Completion = Task.Run(CarryAsync);
    }

    /// <summary>Done once <see cref="IRtcCallHandler.Closed"/> has returned.</summary>
    public Task Completion { get; }

    public void Opened() => _happenings.Writer.TryWrite(new Happening(Kind.Opened));

    public void Audio(ReadOnlySpan<short> pcm) => Add(Kind.Audio, MemoryMarshal.AsBytes(pcm));

    public void Event(ReadOnlySpan<byte> utf8) => Add(Kind.Event, utf8);

    public void Drained() => _happenings.Writer.TryWrite(new Happening(Kind.Drained));

    public void Closed(RtcCloseReason reason)
    {
        _happenings.Writer.TryWrite(new Happening(Kind.Closed, Reason: reason));
        _happenings.Writer.TryComplete();
    }

    private void Add(Kind kind, ReadOnlySpan<byte> bytes)
    {
        if (Interlocked.Add(ref _waitingBytes, bytes.Length) > _roomBytes)
        {
            _giveUp(RtcCloseReason.HandlerTooSlow, null);
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        if (!_happenings.Writer.TryWrite(new Happening(kind, buffer, bytes.Length))) ArrayPool<byte>.Shared.Return(buffer);
    }

    private async Task CarryAsync()
    {
        await foreach (var happening in _happenings.Reader.ReadAllAsync())
        {
            try
            {
                if (!_failed || happening.Kind == Kind.Closed) Tell(happening);
            }
            catch (Exception exception)
            {
                _failed = true;
                _giveUp(RtcCloseReason.HandlerFailed, exception);
            }
            if (happening.Buffer is null) continue;
            ArrayPool<byte>.Shared.Return(happening.Buffer);
            Interlocked.Add(ref _waitingBytes, -happening.Length);
        }
    }

    private void Tell(Happening happening)
    {
        var bytes = happening.Buffer.AsSpan(0, happening.Length);
        switch (happening.Kind)
        {
            case Kind.Opened:
                _handler.Opened();
                break;
            case Kind.Audio:
                _handler.AudioReceived(MemoryMarshal.Cast<byte, short>(bytes));
                break;
            case Kind.Event:
                _handler.EventReceived(bytes);
                break;
            case Kind.Drained when _isSilent():
                _handler.PlaybackDrained();
                break;
            case Kind.Closed:
                _handler.Closed(happening.Reason);
                break;
            default:
                break;
        }
    }

    private enum Kind
    {
        Opened,
        Audio,
        Event,
        Drained,
        Closed,
    }

    private readonly record struct Happening(Kind Kind, byte[]? Buffer = null, int Length = 0, RtcCloseReason Reason = default);
}
