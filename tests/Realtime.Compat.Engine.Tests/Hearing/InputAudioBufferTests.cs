using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Hearing;

public class InputAudioBufferTests
{
    [Fact]
    public void Audio_is_found_by_its_time_whatever_was_dropped_before()
    {
        var buffer = new InputAudioBuffer(AudioFormat.G711Ulaw);
        for (var ms = 0; ms < 1000; ms++)
            buffer.Append(Enumerable.Repeat((byte)(ms / 10), 8).ToArray());
        buffer.DiscardBefore(200);
        Assert.Equal((1000, 800), (buffer.NowMs, buffer.LengthMs));
        var taken = buffer.Take(300, 400).ToArray();
        Assert.Equal(800, taken.Length);
        Assert.Equal((30, 39), (taken[0], taken[^1]));
        Assert.Equal(600, buffer.LengthMs);
        Assert.Equal(600 * 8, buffer.TakeAll().Length);
        Assert.Equal((1000, 0), (buffer.NowMs, buffer.LengthMs));
    }

    [Fact]
    public void Audio_time_goes_on_over_clears_and_format_changes()
    {
        var buffer = new InputAudioBuffer(AudioFormat.Pcm16);
        buffer.Append(new byte[4800]);
        buffer.Clear();
        buffer.ChangeFormat(AudioFormat.G711Alaw);
        buffer.Append(new byte[800]);
        Assert.Equal((200, 100), (buffer.NowMs, buffer.LengthMs));
        Assert.Equal(400, buffer.Take(150, 200).Length);
    }

    [Fact]
    public void A_buffer_that_only_slides_stays_small()
    {
        var buffer = new InputAudioBuffer(AudioFormat.Pcm16);
        buffer.Append(new byte[48 * 500]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = new byte[960];
        for (var i = 0; i < 100_000; i++)
        {
            buffer.Append(frame);
            buffer.DiscardBefore(buffer.NowMs - 400);
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000);
    }
}
