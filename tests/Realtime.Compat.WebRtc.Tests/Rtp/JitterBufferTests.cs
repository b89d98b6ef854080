using System.Buffers.Binary;
using Realtime.Compat.Testing;
using Realtime.Compat.WebRtc.Opus;
using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Tests.Opus;
using Realtime.Compat.WebRtc.Tests.Sctp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Rtp;

public sealed class JitterBufferTests : IDisposable
{
    private const int Frame = StepDecoder.Frame;

    private readonly FakeTimeProvider _clock = new();
    private readonly short[] _pcm = new short[JitterBuffer.MaxReadSamples];
    private readonly List<short> _heard = [];
    private JitterBuffer _buffer;

    public JitterBufferTests() => _buffer = new JitterBuffer(new StepDecoder(), new JitterBufferOptions { PayloadType = 111, ComfortNoisePayloadType = 13 }, _clock);

    public void Dispose() => _buffer.Dispose();

    [Fact]
    public void Packets_in_order_are_heard_at_once()
    {
        for (short number = 1; number <= 5; number++)
        {
            Add(number);
            Read();
            Assert.Equal(number * Frame, _heard.Count);
            _clock.AdvanceMs(20);
        }

        Assert.Equal([1, 2, 3, 4, 5], Heard());
        Assert.Equal(0, _buffer.ConcealedSamples);
    }

    [Fact]
    public void Packets_out_of_order_and_doubled_are_heard_once_and_in_order()
    {
        foreach (short number in new[] { 1, 3, 3, 2, 2, 4, 1 })
        {
            Add(number);
            Read();
            _clock.AdvanceMs(5);
        }

        Assert.Equal([1, 2, 3, 4], Heard());
        Assert.Equal(1, _buffer.DuplicatePackets);
        Assert.Equal(2, _buffer.LatePackets); // doubles of what was heard
    }

    [Fact]
    public void A_lost_packet_is_waited_for_and_then_rebuilt_from_the_next()
    {
        Add(1);
        Advance(20);
        Advance(20);
        Add(3);
        Read();
        Assert.Equal([1], Heard());
        Advance(25);
        Assert.Equal([1, 10_002, 3], Heard());
        Assert.Equal((0, Frame), (_buffer.ConcealedSamples, _buffer.RecoveredSamples));
    }

    [Fact]
    public void A_burst_of_losses_is_concealed_but_for_the_last_frame()
    {
        Add(1);
        for (var i = 0; i < 4; i++) _clock.AdvanceMs(20);
        Add(5);
        Advance(100);
        Assert.Equal([1, -1, -1, 10_004, 5], Heard().Take(5));
    }

    [Fact]
    public void Audio_goes_on_by_the_clock_while_nothing_comes_and_falls_silent()
    {
        Add(1);
        Advance(10_000);
        Assert.InRange(_heard.Count, 24_000 * 9.9, 24_000 * 10.05);
        Assert.Equal([1, -1, -1], Heard().Take(3));
        Assert.Equal(0, _heard[^1]);
    }

    [Fact]
    public void Packets_that_a_stall_held_up_are_all_heard_after_it()
    {
        for (short number = 1; number <= 10; number++)
        {
            Add(number);
            Advance(20);
        }

        Advance(1_000); // numbers 11…60 are held up
        for (short number = 11; number <= 60; number++) Add(number);
        Read();
        Assert.Equal(Enumerable.Range(1, 60).Select(number => (short)number), Heard().Where(number => number > 0));
        var before = _heard.Count;
        for (short number = 61; number <= 80; number++)
        {
            Add(number);
            Advance(20);
        }

        Assert.Equal(20 * Frame, _heard.Count - before); // and the time gained does not pile up
    }

    [Fact]
    public void A_pause_of_the_sender_is_filled_without_waiting_for_packets_that_never_were()
    {
        Add(1, sequence: 1);
        Advance(200);
        Add(11, sequence: 2); // the stamp says 200 ms, the sequence number that nothing is missing
        Read();
        Assert.Equal(11, Heard()[^1]);
        Assert.Equal(11 * Frame, _heard.Count);
    }

    [Fact]
    public void Comfort_noise_is_as_loud_as_the_sender_says_until_it_speaks_again()
    {
        Add(1, sequence: 1);
        Send(13, 2, 960, [50]);
        Advance(500);
        var noise = Tones.Level(_heard.ToArray().AsSpan(Frame));
        Assert.Equal(-50, 20 * Math.Log10(noise / 32_768), 0.5);
        Add(26, sequence: 3);
        Read();
        Assert.Equal(26, _heard[^1]);
    }

    [Fact]
    public void Keys_pressed_are_passed_over_without_passing_for_lost()
    {
        Add(1, sequence: 1);
        Send(101, 2, 960, [1, 0x80, 0, 160]);
        Advance(20);
        Add(2, sequence: 3);
        Read();
        Assert.Equal([1, 2], Heard());
    }

    [Fact]
    public void Another_source_and_a_clock_that_was_set_begin_a_new_stream()
    {
        Add(1);
        Advance(20);
        Send(111, 40_000, 3_000_000_000, [0, 7], ssrc: 8);
        Read();
        Send(111, 40_001, 1_000, [0, 8], ssrc: 8);
        Read();
        Assert.Equal([1, 7, 8], Heard());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 200)]
    [InlineData(5, 5, 50)]
    [InlineData(20, 20, 200)]
    public void Audio_is_continuous_and_in_order_over_a_bad_network(int lossPercent, int duplicationPercent, int jitterMs)
    {
        const int Packets = 1500; // 30 s
        var path = new LossyPath(lossPercent + jitterMs) { Loss = lossPercent / 100.0, Duplication = duplicationPercent / 100.0, Jitter = TimeSpan.FromMilliseconds(jitterMs) };
        _buffer.Dispose();
        _buffer = new JitterBuffer(new StepDecoder { CanRecover = false }, new JitterBufferOptions { PayloadType = 111 }, path.Clock);
        path.Attach(() => _buffer.NextDue is { } due ? due + TimeSpan.FromMilliseconds(1) : null, Read);
        for (short number = 1; number <= Packets; number++)
        {
            path.Send(Packet(111, (ushort)number, (uint)number * 960, Number(number), 5), bytes =>
            {
                Assert.True(RtpPacket.TryParse(bytes, out var packet));
                _buffer.Add(packet);
                Read();
            });
            path.Run(TimeSpan.FromMilliseconds(20));
        }

        path.Run(TimeSpan.FromMilliseconds(500));
        var numbers = Heard().Where(number => number > 0).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        // Of what the network delivered hardly anything is missing: waiting adapts to the jitter.
        Assert.InRange(numbers.Count, Packets * (1 - lossPercent / 100.0) * 0.95 - 10, Packets);
        // As much audio as time: never more than the wait behind, and no more ahead than stalls have stretched.
        Assert.InRange(_heard.Count, 24_000 * 29.5, 24_000 * 34.0);
        if (jitterMs == 0 && lossPercent == 0) Assert.Equal(Packets, numbers.Count);
        Assert.InRange(_buffer.TargetDelay.TotalMilliseconds, 40, 400);
    }

    [OpusFact]
    public void A_tone_in_Opus_stays_a_tone_under_loss()
    {
        var random = new Random(1);
        _buffer.Dispose();
        _buffer = new JitterBuffer(new OpusDecoder(), new JitterBufferOptions { PayloadType = 111 }, _clock);
        using var encoder = new OpusEncoder { ExpectedLossPercent = 10 };
        var payload = new byte[1275];
        for (var frame = 0; frame < 500; frame++)
        {
            var length = encoder.Encode(Tones.Sine(440, Frame, frame * Frame), payload);
            if (frame < 5 || random.Next(10) != 0) Send(111, (ushort)frame, (uint)frame * 960, payload[..length]);
            Advance(20);
        }

        var heard = _heard.ToArray();
        for (var at = 24_000; at + 2400 < heard.Length; at += 2400)
            Assert.InRange(Tones.Level(heard.AsSpan(at, 2400)), 600, 9000); // 5,657 undisturbed
        Assert.True(_buffer.RecoveredSamples > 10 * Frame);
    }

    [Fact]
    public void Hostile_packets_neither_break_nor_flood_it()
    {
        byte[][] samples = [Packet(111, 1, 960, Number(1), 5), Packet(111, 2, 1920, Number(2), 5), Packet(13, 3, 2880, [60], 5), Packet(111, 60_000, 4_000_000_000, Number(9), 5)];
        var given = 0L;
        Mutations.Try(samples, input =>
        {
            if (!RtpPacket.TryParse(input, out var packet)) return;
            _buffer.Add(packet);
            _clock.AdvanceMs(1);
            var reads = 0;
            for (int length; (length = _buffer.Read(_pcm)) > 0; reads++) given += length;
            Assert.InRange(reads, 0, 100);
        });
        Assert.True(given > 0);
    }

    [Fact]
    public void A_steady_stream_allocates_nothing()
    {
        var packet = Packet(111, 0, 0, Number(1), 5);
        ushort sequence = 0;
        Allocations.AssertNone(() =>
        {
            sequence++;
            if (sequence % 7 == 0) return;
            RtpPacket.WriteHeader(packet, 111, marker: false, sequence, (uint)(sequence * 960), 5);
            if (!RtpPacket.TryParse(packet, out var parsed)) return;
            _buffer.Add(parsed);
            _clock.AdvanceMs(20);
            while (_buffer.Read(_pcm) > 0)
            {
                // Heard.
            }
        });
    }

    private static byte[] Number(short number)
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(payload, number);
        return payload;
    }

    private static byte[] Packet(byte type, ushort sequence, uint timestamp, byte[] payload, uint ssrc)
    {
        var packet = new byte[RtpPacket.FixedHeaderLength + payload.Length];
        RtpPacket.WriteHeader(packet, type, marker: false, sequence, timestamp, ssrc);
        payload.CopyTo(packet, RtpPacket.FixedHeaderLength);
        return packet;
    }

    private void Add(short number, int? sequence = null) => Send(111, (ushort)(sequence ?? number), (uint)(number - 1) * 960, Number(number));

    private void Send(byte type, ushort sequence, uint timestamp, byte[] payload, uint ssrc = 5)
    {
        Assert.True(RtpPacket.TryParse(Packet(type, sequence, timestamp, payload, ssrc), out var packet));
        _buffer.Add(packet);
    }

    private void Advance(int milliseconds)
    {
        for (; milliseconds > 0; milliseconds -= 5)
        {
            Read();
            _clock.AdvanceMs(Math.Min(5, milliseconds));
        }

        Read();
    }

    private void Read()
    {
        for (int length; (length = _buffer.Read(_pcm)) > 0;) _heard.AddRange(_pcm[..length]);
    }

    /// <summary>The first sample of each 20 ms.</summary>
    private List<short> Heard() => _heard.Where((_, at) => at % Frame == 0).ToList();
}
