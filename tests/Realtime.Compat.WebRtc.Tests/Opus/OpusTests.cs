using Realtime.Compat.WebRtc.Opus;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Opus;

public class OpusTests
{
    private const int Frame = 480;

    [OpusFact]
    public void A_tone_comes_back_with_little_noise_and_in_time()
    {
        using var encoder = new OpusEncoder();
        using var decoder = new OpusDecoder();
        var tone = Tones.Sine(440, 100 * Frame);
        var back = new List<short>();
        var packet = new byte[1275];
        var pcm = new short[2880];
        for (var at = 0; at < tone.Length; at += Frame)
        {
            var length = encoder.Encode(tone.AsSpan(at, Frame), packet);
            Assert.InRange(length, 3, 200);
            Assert.Equal(Frame, decoder.MeasureSamples(packet.AsSpan(0, length)));
            Assert.Equal(Frame, decoder.Decode(packet.AsSpan(0, length), pcm));
            back.AddRange(pcm[..Frame]);
        }

        Assert.InRange(SignalToNoise(tone, [.. back]), 20, 100);
    }

    [OpusFact]
    public void A_lost_frame_is_rebuilt_from_the_packet_after_it_better_than_made_up()
    {
        var (rebuilt, concealed) = (new List<double>(), new List<double>());
        for (var lost = 20; lost < 60; lost += 4)
        {
            rebuilt.Add(ErrorOfLostFrame(lost, useCopy: true));
            concealed.Add(ErrorOfLostFrame(lost, useCopy: false));
        }

        Assert.True(rebuilt.Average() < 0.85 * concealed.Average(), $"Error with the copy {rebuilt.Average():F0}, without {concealed.Average():F0}.");
    }

    [OpusFact]
    public void Concealment_fades_to_silence()
    {
        using var encoder = new OpusEncoder();
        using var decoder = new OpusDecoder();
        var packet = new byte[1275];
        var pcm = new short[2880];
        var tone = Tones.Sine(300, 20 * Frame);
        for (var at = 0; at < tone.Length; at += Frame) decoder.Decode(packet.AsSpan(0, encoder.Encode(tone.AsSpan(at, Frame), packet)), pcm);

        decoder.Conceal(pcm.AsSpan(0, Frame));
        Assert.InRange(Tones.Level(pcm.AsSpan(0, Frame)), 1000, 8000);
        var silence = new short[24_000];
        decoder.Conceal(silence);
        Assert.InRange(Tones.Level(silence.AsSpan(12_000)), 0, 100);
        decoder.Conceal(pcm.AsSpan(0, 333)); // no multiple of 2.5 ms
    }

    [OpusFact]
    public void Hostile_packets_decode_to_something_or_nothing()
    {
        using var encoder = new OpusEncoder();
        var samples = new List<byte[]>();
        var packet = new byte[1275];
        for (var i = 0; i < 10; i++) samples.Add(packet[..encoder.Encode(Tones.Sine(200 + 100 * i, Frame), packet)]);
        using var decoder = new OpusDecoder();
        var pcm = new short[2880];
        Mutations.Try(samples, input =>
        {
            Assert.InRange(decoder.MeasureSamples(input), 0, pcm.Length);
            Assert.InRange(decoder.Decode(input, pcm), 0, pcm.Length);
            decoder.Recover(input, pcm.AsSpan(0, Frame));
        });
    }

    [OpusFact]
    public void A_wrong_frame_length_is_refused_with_the_librarys_words()
    {
        using var encoder = new OpusEncoder();
        var thrown = Assert.Throws<OpusException>(() => encoder.Encode(new short[481], new byte[1275]));
        Assert.Equal("libopus could not encode a frame: invalid argument.", thrown.Message);
        encoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => encoder.Encode(new short[480], new byte[1275]));
    }

    [OpusFact]
    public void Frames_allocate_nothing()
    {
        using var encoder = new OpusEncoder();
        using var decoder = new OpusDecoder();
        var tone = Tones.Sine(440, Frame);
        var packet = new byte[1275];
        var pcm = new short[2880];
        Allocations.AssertNone(() =>
        {
            var length = encoder.Encode(tone, packet);
            encoder.ExpectedLossPercent = length % 20;
            decoder.Decode(packet.AsSpan(0, length), pcm);
            decoder.Recover(packet.AsSpan(0, length), pcm.AsSpan(0, Frame));
            decoder.Conceal(pcm.AsSpan(0, Frame));
        });
    }

    /// <summary>Ratio in dB at the best of the delays that a codec may have.</summary>
    private static double SignalToNoise(short[] sent, short[] back)
    {
        var best = double.NegativeInfinity;
        for (var delay = 0; delay < 400; delay++)
        {
            var (signal, noise) = (0.0, 0.0);
            for (var i = 4800; i + delay < back.Length; i++)
            {
                signal += (double)sent[i] * sent[i];
                var difference = (double)sent[i] - back[i + delay];
                noise += difference * difference;
            }

            best = Math.Max(best, 10 * Math.Log10(signal / noise));
        }

        return best;
    }

    /// <summary>Level of the difference between a lost frame and what stands for it, in a voice that glides.</summary>
    private static double ErrorOfLostFrame(int lost, bool useCopy)
    {
        using var encoder = new OpusEncoder(bitsPerSecond: 24_000) { ExpectedLossPercent = 25 };
        using var whole = new OpusDecoder();
        using var lossy = new OpusDecoder();
        var packet = new byte[1275];
        var (expected, actual) = (new short[2880], new short[2880]);
        var truth = new short[Frame];
        for (var frame = 0; frame <= lost + 1; frame++)
        {
            var length = encoder.Encode(Glide(frame), packet);
            whole.Decode(packet.AsSpan(0, length), expected);
            if (frame == lost)
            {
                expected.AsSpan(0, Frame).CopyTo(truth);
                continue;
            }

            if (frame == lost + 1)
            {
                if (!useCopy || !lossy.Recover(packet.AsSpan(0, length), actual.AsSpan(0, Frame))) lossy.Conceal(actual.AsSpan(0, Frame));
                break;
            }

            lossy.Decode(packet.AsSpan(0, length), actual);
        }

        var difference = new short[Frame];
        for (var i = 0; i < Frame; i++) difference[i] = (short)Math.Clamp(truth[i] - actual[i], short.MinValue, short.MaxValue);
        return Tones.Level(difference);
    }

    /// <summary>A buzz whose pitch and loudness change from frame to frame, as a voice's do.</summary>
    private static short[] Glide(int frame)
    {
        var pcm = new short[Frame];
        for (var i = 0; i < Frame; i++)
        {
            var t = (frame * Frame + i) / 24_000.0;
            var phase = 2 * Math.PI * (140 * t - 25 / (2 * Math.PI * 1.5) * Math.Cos(2 * Math.PI * 1.5 * t));
            var loudness = 0.2 + 0.8 * Math.Pow(Math.Sin(2 * Math.PI * 2 * t), 2);
            pcm[i] = (short)(loudness * (4000 * Math.Sin(phase) + 2500 * Math.Sin(2 * phase) + 2000 * Math.Sin(5 * phase) + 1000 * Math.Sin(9 * phase)));
        }

        return pcm;
    }
}
