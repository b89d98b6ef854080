namespace Realtime.Compat.Audio;

/// <summary>What a WAV file holds, mixed to one channel.</summary>
/// <param name="Samples">Mono samples in −1…1 (float files may exceed it).</param>
/// <param name="SampleRateHz">Samples a second, 1…768,000.</param>
public sealed record WavAudio(ReadOnlyMemory<float> Samples, int SampleRateHz)
{
    /// <summary>How long the audio plays.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRateHz);
}
