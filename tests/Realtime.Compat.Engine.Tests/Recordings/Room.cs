using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>What a microphone in a room picks up, mixed from recordings and from sounds made up on the spot. 24 kHz, the same every time.</summary>
internal sealed class Room(int lengthMs)
{
    public const int RateHz = 24_000;

    private readonly float[] _samples = new float[lengthMs * RateHz / 1000];

    /// <summary>A recording at 24 kHz, its loudest tenth of a second at −20 dBFS.</summary>
    public static float[] Recording(string name)
    {
        var wav = WavReader.ReadMono(File.ReadAllBytes(SharedData.PathOf(["audio", .. name.Split('/')])));
        var resampler = new Resampler(wav.SampleRateHz, RateHz);
        var samples = new float[resampler.MaxOutputLength(wav.Samples.Length)];
        samples = samples[..resampler.Process(wav.Samples.Span, samples)];
        var loudest = samples.Chunk(RateHz / 10).Max(Level);
        return [.. samples.Select(sample => sample * 0.1f / loudest)];
    }

    /// <summary>A recording as PCM16.</summary>
    public static byte[] ToPcm(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[samples.Length * 2];
        Pcm16.FromFloat(samples, bytes);
        return bytes;
    }

    /// <summary>Root of the mean square.</summary>
    public static float Level(IReadOnlyCollection<float> samples) => MathF.Sqrt(samples.Sum(sample => sample * sample) / samples.Count);

    /// <summary>A cough: the throat bursts open, the breath rushes out through its resonances, and the voice comes along with it, hoarse and falling, for a quarter of a second.</summary>
    public static float[] Cough(int seed)
    {
        var samples = Noise(RateHz * 350 / 1000, seed);
        var (random, phase) = (new Random(seed), 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var t = (double)i / RateHz;
            phase += (240 - 300 * t) * (1 + 0.05 * (random.NextDouble() - 0.5)) / RateHz;
            var voice = t is > 0.03 and < 0.28 ? Math.Exp(-10 * (phase % 1)) * Math.Sin(Math.PI * (t - 0.03) / 0.25) : 0;
            samples[i] = (float)(0.5 * samples[i] * (t < 0.02 ? t / 0.02 : Math.Exp(-(t - 0.02) * 12)) + 1.5 * voice);
        }

        return Through(Through(samples, 650), 1300);
    }

    /// <summary>A band: three notes of a chord with overtones, a new chord every half second, and a beat.</summary>
    public static float[] Music(int lengthMs)
    {
        double[][] chords = [[220, 277.2, 329.6], [196, 246.9, 293.7], [174.6, 220, 261.6], [164.8, 207.7, 246.9]];
        var samples = Noise(lengthMs * RateHz / 1000, 5);
        for (var i = 0; i < samples.Length; i++)
        {
            var (t, beat) = ((double)i / RateHz, i % (RateHz / 2) / (double)RateHz);
            var sum = samples[i] * Math.Exp(-beat * 60) * 0.8;
            foreach (var hz in chords[i / (RateHz / 2) % 4])
                for (var overtone = 1; overtone <= 5; overtone++)
                    sum += Math.Sin(2 * Math.PI * hz * overtone * t) / overtone / 4 * Math.Exp(-beat * 1.5);
            samples[i] = (float)(sum * 0.3);
        }

        return samples;
    }

    /// <summary>Noise as a ventilator makes it: falling by 3 dB an octave.</summary>
    public static float[] PinkNoise(int lengthMs, int seed)
    {
        var white = Noise(lengthMs * RateHz / 1000, seed);
        double a = 0, b = 0, c = 0;
        for (var i = 0; i < white.Length; i++)
        {
            // Paul Kellet's filter.
            a = 0.99765 * a + white[i] * 0.0990460;
            b = 0.96300 * b + white[i] * 0.2965164;
            c = 0.57000 * c + white[i] * 1.0526913;
            white[i] = (float)(a + b + c + white[i] * 0.1848) * 0.2f;
        }

        return white;
    }

    /// <summary>Adds a sound.</summary>
    /// <param name="sound">Its samples.</param>
    /// <param name="atMs">Where it begins.</param>
    /// <param name="gainDb">How much louder than it is.</param>
    public Room With(ReadOnlySpan<float> sound, int atMs = 0, double gainDb = 0)
    {
        var gain = (float)Math.Pow(10, gainDb / 20);
        var start = atMs * RateHz / 1000;
        for (var i = 0; i < sound.Length && start + i < _samples.Length; i++)
            _samples[start + i] += gain * sound[i];
        return this;
    }

    /// <summary>Adds pink noise that much softer than a recording's loudest words.</summary>
    public Room WithNoise(double snrDb, int seed = 1) => WithBackground(PinkNoise(lengthMs, seed), snrDb);

    /// <summary>Adds a sound, all the time, that much softer than a recording's loudest words.</summary>
    public Room WithBackground(float[] sound, double snrDb) => With(sound, 0, 20 * Math.Log10(0.1 / Level(sound)) - snrDb);

    /// <summary>Adds what a loudspeaker plays, through the air and off two walls.</summary>
    public Room WithEcho(ReadOnlySpan<float> played, int delayMs, double gainDb) =>
        With(played, delayMs, gainDb).With(played, delayMs + 11, gainDb - 8).With(played, delayMs + 37, gainDb - 14);

    /// <summary>The microphone's signal in frames of 20 ms.</summary>
    /// <param name="format">PCM16, or as a telephone gives it.</param>
    public IEnumerable<byte[]> Frames(AudioFormat format = AudioFormat.Pcm16)
    {
        if (format is AudioFormat.Pcm16)
            return _samples.Chunk(RateHz / 50).Select(frame => ToPcm(frame));
        var resampler = new Resampler(RateHz, format.SampleRateHz());
        var narrow = new float[resampler.MaxOutputLength(_samples.Length)];
        var length = resampler.Process(_samples, narrow);
        return AudioFormatCodec.Encode(format, narrow.AsSpan(0, length)).Chunk(160);
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        var noise = new float[length];
        for (var i = 0; i < length; i++)
            noise[i] = 2 * random.NextSingle() - 1;
        return noise;
    }

    /// <summary>A resonance.</summary>
    private static float[] Through(float[] samples, double hz)
    {
        var turn = 2 * Math.Sin(Math.PI * hz / RateHz);
        double low = 0, band = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            low += turn * band;
            band += turn * (samples[i] - low - 0.5 * band);
            samples[i] = (float)(0.5 * (band + low));
        }

        return samples;
    }
}
