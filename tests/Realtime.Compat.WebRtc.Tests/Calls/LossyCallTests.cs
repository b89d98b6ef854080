using System.Globalization;
using System.Text;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Calls;

/// <summary>Calls over networks that lose, double, delay and reorder: both directions, on a fake clock.</summary>
public class LossyCallTests
{
    private const int EventCount = 300;
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(10);

    public static TheoryData<double, double, int> Networks => new()
    {
        { 0, 0, 0 },
        { 0.05, 0, 20 },
        { 0.1, 0.05, 60 },
        { 0.2, 0.1, 60 },
        { 0, 0.2, 200 },
        { 0.2, 0.1, 200 },
    };

    [OpenSslTheory]
    [MemberData(nameof(Networks))]
    public async Task Events_arrive_complete_and_in_order_both_ways(double loss, double duplication, int jitterMs)
    {
        await using var line = new CallOnLossyPath(seed: 1);
        await line.ConnectAsync();
        Worsen(line, loss, duplication, jitterMs);

        var sending = Task.CompletedTask;
        for (var i = 0; i < EventCount; i++)
        {
            var text = $"{i} {new string('e', i * 37 % 3_000)}";
            line.Peer.Send(text);
            sending = line.Call.SendEvent(Encoding.UTF8.GetBytes(text)).AsTask();
            Assert.True(sending.IsCompleted);
        }
        var arrived = line.Run(TimeSpan.FromMinutes(5), () => line.Peer.BufferedBytes == 0 && line.Call.BufferedEventBytes == 0);
        await line.HangUpAsync();

        var received = line.Handler.TakeEvents();
        Assert.True(arrived, $"{received.Length} and {line.Peer.Events.Count} of {EventCount} events came.");
        var expected = Enumerable.Range(0, EventCount).Select(i => i.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(expected, received.Select(text => text.Split(' ')[0]));
        Assert.Equal(expected, line.Peer.Events.Select(text => text.Split(' ')[0]));
        Assert.Null(line.Fault);
    }

    [OpenSslTheory]
    [MemberData(nameof(Networks))]
    public async Task The_callers_audio_is_continuous(double loss, double duplication, int jitterMs)
    {
        await using var line = new CallOnLossyPath(seed: 2);
        await line.ConnectAsync();
        Worsen(line, loss, duplication, jitterMs);
        line.Microphone = beat => Tones.Sine(440, 480, (int)(480 * beat));

        line.Run(Talk);
        await line.HangUpAsync();

        // As long as what was said, give or take what is still on its way, and hardly a frame of silence within it.
        var audio = line.Handler.Audio;
        Assert.InRange(audio.Length / (double)Tones.SampleRateHz, Talk.TotalSeconds - 0.8, Talk.TotalSeconds + 0.8);
        var frames = audio.Chunk(480).Skip(25).SkipLast(25).Select(frame => Tones.Level(frame)).ToList();
        var silent = frames.Count(level => level < 500) / (double)frames.Count;
        Assert.True(silent <= loss * loss + 0.02, $"{silent:P1} of the frames are silent at {loss:P0} loss.");
        Assert.False(line.Handler.WasMishandled);
    }

    [OpenSslFact]
    public async Task What_is_played_reaches_the_caller_packet_by_packet_in_real_time()
    {
        await using var line = new CallOnLossyPath(seed: 3);
        await line.ConnectAsync();
        line.Call.Play(Tones.Sine(440, 24_000));

        line.Run(TimeSpan.FromMilliseconds(500));
        Assert.InRange(line.Call.PlayedSamples, 11_000, 13_000);
        line.Run(TimeSpan.FromSeconds(2));

        Assert.Equal((24_000, 0), (line.Call.PlayedSamples, line.Call.PendingSamples));
        // 50 packets of audio, 10 of silence after it, and no more.
        Assert.Equal(60, line.Peer.RtpPackets);
        Assert.InRange(Tones.Amplitude(line.Peer.Audio.ToArray().AsSpan(2_400, 19_200), 440), 6_000, 10_000);
    }

    [OpenSslFact]
    public async Task Audio_follows_a_caller_who_nominates_another_path()
    {
        await using var line = new CallOnLossyPath(seed: 8);
        await line.ConnectAsync();
        var (checkedOnly, nominated) = (new RecordingPath(), new RecordingPath());
        line.Consents = false;
        line.Call.Play(new short[24_000]);

        line.Call.Checked(checkedOnly, nominated: false);
        line.Run(TimeSpan.FromMilliseconds(100));
        line.Call.Checked(nominated, nominated: true);
        var before = line.Peer.RtpPackets;
        line.Run(TimeSpan.FromMilliseconds(200));

        Assert.Equal(0, checkedOnly.Datagrams);
        Assert.InRange(nominated.Datagrams, 9, 11);
        Assert.InRange(line.Peer.RtpPackets - before, 0, 2);
        await line.HangUpAsync();
        Assert.True(checkedOnly.IsForgotten && nominated.IsForgotten);
    }

    [OpenSslFact]
    public async Task Only_so_many_paths_of_a_caller_are_remembered()
    {
        await using var line = new CallOnLossyPath(seed: 9);
        await line.ConnectAsync();
        var paths = Enumerable.Range(0, 40).Select(_ => new RecordingPath()).ToList();

        foreach (var path in paths)
            line.Call.Checked(path, nominated: false);

        Assert.Equal(15, paths.Count(path => !path.IsForgotten));
        Assert.All(paths.TakeLast(15), path => Assert.False(path.IsForgotten));
    }

    [OpenSslFact]
    public async Task A_caller_that_stops_to_consent_loses_the_call()
    {
        await using var line = new CallOnLossyPath(seed: 4);
        await line.ConnectAsync();
        line.Run(TimeSpan.FromSeconds(30));
        Assert.False(line.HasEnded);

        line.Consents = false;
        line.Run(TimeSpan.FromSeconds(14));

        Assert.Equal(RtcCloseReason.ConsentLost, await line.Handler.Closing);
        Assert.True(line.HasEnded);
    }

    [OpenSslFact]
    public async Task A_caller_that_never_comes_is_given_up()
    {
        await using var line = new CallOnLossyPath(seed: 5) { Consents = false };

        line.Run(TimeSpan.FromSeconds(16));

        Assert.Equal(RtcCloseReason.NeverConnected, await line.Handler.Closing);
        Assert.Equal(1, line.Statistics.NeverConnected);
    }

    [OpenSslFact]
    public async Task Senders_wait_for_a_slow_caller_and_are_let_go_at_the_end()
    {
        await using var line = new CallOnLossyPath(seed: 6);
        await line.ConnectAsync();
        line.Run(TimeSpan.FromSeconds(1), () => line.Call.BufferedEventBytes == 0);
        line.Path.Filter = _ => false;
        var message = new byte[100_000];
        message.AsSpan().Fill((byte)'x');

        var sent = Enumerable.Range(0, 30).Select(_ => line.Call.SendEvent(message).AsTask()).ToList();
        using var impatience = new CancellationTokenSource();
        var cancelled = line.Call.SendEvent(message, impatience.Token).AsTask();

        Assert.InRange(sent.Count(task => task.IsCompleted), 10, 12);
        Assert.Equal(31 * 100_000, line.Call.BufferedEventBytes);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        line.Path.Filter = null;
        Assert.True(line.Run(TimeSpan.FromMinutes(2), () => line.Peer.Events.Count == 30));
        await Task.WhenAll(sent);
        line.Path.Filter = _ => false;
        var last = Enumerable.Range(0, 20).Select(_ => line.Call.SendEvent(message).AsTask()).ToList();
        line.Call.HangUp();
        line.Run(TimeSpan.FromSeconds(2));
        await Task.WhenAll(last);
    }

    [OpenSslFact]
    public async Task A_hostile_datagram_of_a_callers_address_harms_nothing()
    {
        await using var line = new CallOnLossyPath(seed: 7);
        await line.ConnectAsync();
        var samples = new List<byte[]>();
        line.Path.Filter = datagram =>
        {
            if (samples.Count < 200) samples.Add((byte[])datagram.Clone());
            return true;
        };
        line.Microphone = beat => Tones.Sine(440, 480, (int)(480 * beat));
        line.Call.Play(Tones.Sine(440, 24_000));
        line.Peer.Send("hello");
        line.Run(TimeSpan.FromSeconds(2));
        line.Path.Filter = null;

        Mutations.Try(samples, input =>
        {
            line.Call.Receive(input);
            Assert.False(line.HasEnded, "the call ended");
        });

        line.Microphone = _ => null;
        line.Peer.Send("still there?");
        Assert.True(line.Run(TimeSpan.FromSeconds(10), () => line.Peer.BufferedBytes == 0));
        await line.HangUpAsync();
        Assert.Contains("still there?", line.Handler.TakeEvents());
        Assert.Null(line.Fault);
    }

    private static void Worsen(CallOnLossyPath line, double loss, double duplication, int jitterMs)
    {
        (line.Path.Loss, line.Path.Duplication, line.Path.Jitter) = (loss, duplication, TimeSpan.FromMilliseconds(jitterMs));
    }
}
