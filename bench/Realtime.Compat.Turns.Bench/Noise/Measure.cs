using System.Numerics.Tensors;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Turns.Bench.Noise;

/// <summary>Measures of speech in noise.</summary>
internal static class Measure
{
    private const int StartFrames = 2;
    private const int EndFrames = 16;

    /// <summary>Root of the mean square.</summary>
    public static float Level(ReadOnlySpan<float> samples) => MathF.Sqrt(TensorPrimitives.SumOfSquares(samples) / samples.Length);

    /// <summary>Scale-invariant ratio of signal to distortion in dB (Le Roux et al. 2019).</summary>
    public static double SiSdrDb(ReadOnlySpan<float> clean, ReadOnlySpan<float> other)
    {
        var scale = TensorPrimitives.Dot(clean, other) / TensorPrimitives.SumOfSquares(clean);
        double signal = 0, error = 0;
        for (var i = 0; i < clean.Length; i++)
        {
            var target = scale * clean[i];
            signal += target * target;
            error += (other[i] - target) * (other[i] - target);
        }

        return 10 * Math.Log10(signal / error);
    }

    /// <summary>The voice detector's judgement of each frame of 32 ms.</summary>
    public static float[] Speech(SileroVadModel model, float[] samples)
    {
        var vad = new SileroVad(model);
        return [.. samples.Chunk(vad.FrameLength).Where(frame => frame.Length == vad.FrameLength).Select(frame => vad.Process(frame))];
    }

    /// <summary>Turns that 64 ms of speech start and half a second of silence ends, in frames.</summary>
    public static List<(int Start, int End)> Turns(float[] speech)
    {
        List<(int, int)> turns = [];
        var (run, quiet, start) = (0, 0, -1);
        for (var i = 0; i < speech.Length; i++)
        {
            run = speech[i] >= 0.5f ? run + 1 : 0;
            quiet = speech[i] < 0.35f ? quiet + 1 : 0;
            if (start < 0 && run >= StartFrames)
                start = i;
            if (start < 0 || quiet < EndFrames)
                continue;
            turns.Add((start, i));
            start = -1;
        }

        if (start >= 0)
            turns.Add((start, speech.Length));
        return turns;
    }
}
