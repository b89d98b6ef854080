using System.Numerics.Tensors;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.Server.VoiceActivity;

/// <summary>
/// What is left when Silero's weights are missing: louder than the room's noise counts as speech. Good enough for a headset in a quiet room, so that a
/// fresh machine without npm still takes turns; a door or a keyboard passes for speech.
/// </summary>
internal sealed class LoudnessDetector : IVoiceActivityDetector
{
    /// <summary>Below −45 dBFS nothing is speech into a microphone.</summary>
    private const float LeastSpeechDb = -45;

    /// <summary>Decibels above the noise at which speech is as likely as not.</summary>
    private const float EvenOddsDb = 12;

    /// <summary>Decibels that take the odds from even to 3 : 1.</summary>
    private const float SlopeDb = 2;

    /// <summary>Decibels a frame (32 ms) by which the estimate of the noise rises; it falls at once.</summary>
    private const float NoiseRiseDb = 0.1f;

    private const float SilenceDb = -90;

    private float _noiseDb = LeastSpeechDb - EvenOddsDb;

    /// <inheritdoc/>
    public int FrameLength => 512;

    /// <inheritdoc/>
    public float Process(ReadOnlySpan<float> frame)
    {
        var power = TensorPrimitives.SumOfSquares(frame) / frame.Length;
        var levelDb = power > 1e-9f ? 10 * MathF.Log10(power) : SilenceDb;
        _noiseDb = Math.Min(levelDb, _noiseDb + NoiseRiseDb);
        return levelDb < LeastSpeechDb ? 0 : 1 / (1 + MathF.Exp((_noiseDb + EvenOddsDb - levelDb) / SlopeDb));
    }

    /// <inheritdoc/>
    public void Reset() => _noiseDb = LeastSpeechDb - EvenOddsDb;
}
