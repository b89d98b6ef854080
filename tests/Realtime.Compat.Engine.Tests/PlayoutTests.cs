using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests;

public class PlayoutTests
{
    private readonly FakeTimeProvider _clock = new();
    private Playout _playout;

    public PlayoutTests() => _playout = new Playout(_clock);

    [Theory]
    [InlineData(500, 1500)]
    [InlineData(2999, 3999)]
    public void Silence_in_which_the_client_ran_dry_is_not_heard(int intoSecondMs, int heardMs)
    {
        var spoken = Send(1000);
        Pass(5000);
        Send(2000, spoken);
        Send(1000, spoken);
        Pass(intoSecondMs);
        _playout.Interrupt();
        Assert.Equal(heardMs, spoken.HeardMs);
    }

    [Fact]
    public void What_was_played_to_its_end_before_a_gap_and_after_it_was_heard_whole()
    {
        var spoken = Send(1000);
        Pass(5000);
        Send(1000, spoken);
        Pass(1000);
        _playout.Interrupt();
        Assert.Null(spoken.HeardMs);
    }

    [Fact]
    public void Messages_play_one_after_another()
    {
        var (first, second, third) = (Send(1000), Send(1000), Send(1000));
        Pass(1200);
        _playout.Interrupt();
        Assert.Equal((null, 200, 0), (first.HeardMs, second.HeardMs, third.HeardMs));
        Assert.Equal(_clock.GetUtcNow(), _playout.EndsAt);
    }

    [Fact]
    public void What_was_heard_of_what_the_client_stopped_is_not_estimated()
    {
        var (first, second) = (Send(1000), Send(1000));
        Pass(1200);
        _playout.Stop();
        Assert.Equal(_clock.GetUtcNow(), _playout.EndsAt);
        _playout.Interrupt();
        Assert.Equal((null, null), (first.HeardMs, second.HeardMs));
    }

    [Fact]
    public void Cutting_a_message_that_was_played_long_ago_stops_nothing()
    {
        var old = Send(1000);
        Pass(2000);
        var playing = Send(1000);
        Assert.False(_playout.Stop(old));
        Pass(300);
        _playout.Interrupt();
        Assert.Equal(300, playing.HeardMs);
    }

    [Fact]
    public void A_transport_plays_on_what_the_client_cut_and_a_later_stop_does_not_reach_before_that_cut()
    {
        _playout = new Playout(_clock, clientPlays: false);
        var (first, second) = (Send(2000), Send(2000));
        second.Truncate(500);
        Send(1000, second);
        // 5,000 ms were sent, 1,500 not played: 1,500 of the second were, and the client keeps 500.
        Assert.Empty(_playout.Interrupt(TimeSpan.FromMilliseconds(1500)));

        Send(2000, first);
        Assert.Equal([new CutMessage(first, 2500)], _playout.Interrupt(TimeSpan.FromMilliseconds(1500)));
    }

    private SpokenAudio Send(int ms) => Send(ms, new SpokenAudio(AudioFormat.Pcm16));

    private SpokenAudio Send(int ms, SpokenAudio spoken)
    {
        _playout.Sent(spoken, TimeSpan.FromMilliseconds(ms));
        spoken.Append(new byte[ms * 48]);
        return spoken;
    }

    private void Pass(int ms) => _clock.Advance(TimeSpan.FromMilliseconds(ms));
}
