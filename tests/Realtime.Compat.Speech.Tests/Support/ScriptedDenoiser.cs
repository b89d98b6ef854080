using Realtime.Compat.Speech.Denoising;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A denoiser that leaves nothing but silence, and counts what it was given.</summary>
internal sealed class ScriptedDenoiser : ISpeechDenoiser
{
    /// <summary>Lengths of the utterances that came, in samples.</summary>
    public List<int> Lengths { get; } = [];

    public string Model { get; init; } = "scripted-denoiser";

    public EngineStatus Status { get; init; } = EngineStatus.Ready;

    public float[] Denoise(ReadOnlySpan<float> samples)
    {
        if (!Status.IsReady) throw new EngineException(Status.Detail!);
        Lengths.Add(samples.Length);
        return new float[samples.Length];
    }
}
