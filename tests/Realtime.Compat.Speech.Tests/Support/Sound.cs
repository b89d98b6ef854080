using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Sounds that are no speech but loud enough to be listened to.</summary>
internal static class Sound
{
    /// <summary>A tone.</summary>
    public static float[] Tone(double seconds, int rateHz = 16_000, double frequencyHz = 300, double amplitude = 0.3)
    {
        var samples = new float[(int)(seconds * rateHz)];
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / rateHz));
        return samples;
    }

    /// <summary>A tone as a WAV file.</summary>
    public static byte[] Wav(double seconds, int rateHz = 16_000) => WavWriter.ToBytes(Tone(seconds, rateHz), rateHz);
}
