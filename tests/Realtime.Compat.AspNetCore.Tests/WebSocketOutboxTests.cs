using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class WebSocketOutboxTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HeldWebSocket _socket = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource<long> _stalled = new();
    private readonly WebSocketOutbox _outbox;
    private readonly Task _running;

    public WebSocketOutboxTests()
    {
        var options = new RealtimeOptions { OutboxRoomBytes = 64 << 10, OutboxLimitBytes = 256 << 10 };
        _outbox = new WebSocketOutbox(_socket, Dialect.Ga, options, _clock, NullLogger.Instance) { OnStalled = bytes => _stalled.TrySetResult(bytes) };
        _running = _outbox.RunAsync(_cut.Token);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_first_30_ms()
    {
        _outbox.Send(new InputAudioBufferCleared());

        _clock.AdvanceMs(29);
        var early = _socket.SendingAsync();
        Assert.False(early.IsCompleted);

        _clock.AdvanceMs(1);
        await early;
    }

    [Fact]
    public async Task Audio_waits_while_the_queue_is_full_and_goes_on_when_the_client_reads()
    {
        await _outbox.WaitForRoomAsync(CancellationToken.None);
        _outbox.Send(Audio(40_000));
        await _outbox.WaitForRoomAsync(CancellationToken.None);
        _outbox.Send(Audio(40_000));

        var room = _outbox.WaitForRoomAsync(CancellationToken.None).AsTask();
        Assert.False(room.IsCompleted);

        _clock.AdvanceMs(30);
        await _socket.SendingAsync();
        _socket.Take();
        await room.WaitAsync(RealtimeApp.Patience);
    }

    [Fact]
    public async Task A_wait_for_room_ends_with_the_response_that_waits()
    {
        using var cancelled = new CancellationTokenSource();
        _outbox.Send(Audio(80_000));
        var room = _outbox.WaitForRoomAsync(cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room);
    }

    [Fact]
    public async Task A_wait_for_room_ends_with_the_connection()
    {
        _outbox.Send(Audio(80_000));
        var room = _outbox.WaitForRoomAsync(CancellationToken.None).AsTask();

        await _cut.CancelAsync();

        await room.WaitAsync(RealtimeApp.Patience);
        await _outbox.WaitForRoomAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_client_that_does_not_take_a_frame_in_time_has_stalled()
    {
        _outbox.Send(new InputAudioBufferCleared());
        _clock.AdvanceMs(30);
        await _socket.SendingAsync();

        _clock.AdvanceMs(29_999);
        Assert.False(_stalled.Task.IsCompleted);
        _clock.AdvanceMs(1);

        Assert.True(_stalled.Task.IsCompleted);
    }

    [Fact]
    public void A_queue_beyond_its_limit_has_stalled()
    {
        _outbox.Send(Audio(150_000));
        Assert.False(_stalled.Task.IsCompleted);

        _outbox.Send(Audio(150_000));

        Assert.True(_stalled.Task.IsCompleted);
    }

    [Fact]
    public async Task What_is_sent_before_a_close_goes_out_and_what_is_sent_after_does_not()
    {
        _outbox.Send(new InputAudioBufferCleared());
        _outbox.Close(new ClosingFrame(WebSocketCloseStatus.NormalClosure, null));
        _outbox.Send(Audio(10));
        _clock.AdvanceMs(30);

        var frame = await _socket.SendingAsync();
        _socket.Take();
        await _running.WaitAsync(RealtimeApp.Patience);

        Assert.Contains("input_audio_buffer.cleared", Encoding.UTF8.GetString(frame), StringComparison.Ordinal);
        Assert.Equal(0, _clock.PendingTimers);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cut.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _cut.Dispose();
        _socket.Dispose();
    }

    private static ResponseOutputAudioDelta Audio(int bytes) =>
        new() { ResponseId = "resp_1", ItemId = "item_1", OutputIndex = 0, ContentIndex = 0, Delta = new byte[bytes] };
}
