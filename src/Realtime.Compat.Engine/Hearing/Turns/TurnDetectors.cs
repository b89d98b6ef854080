using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Chooses the detector for a configuration.</summary>
internal static class TurnDetectors
{
    /// <summary>What finds speech where the client sets only how eager to be.</summary>
    private static readonly ServerVad Usual = new();

    /// <summary>Makes a detector.</summary>
    /// <param name="detection">The configuration; null for turns ended by the client.</param>
    /// <param name="sampleRateHz">Rate of the samples to come, a multiple of 4 kHz.</param>
    /// <returns>Null when the client ends turns itself.</returns>
    public static ITurnDetector? Create(TurnDetection? detection, int sampleRateHz) => detection switch
    {
        ServerVad vad => new VoiceTurnDetector(vad.Threshold, vad.PrefixPaddingMs, new FixedPatience(vad.SilenceDurationMs)),
        SemanticVad semantic => new VoiceTurnDetector(Usual.Threshold, Usual.PrefixPaddingMs, new SemanticPatience(semantic.Eagerness, sampleRateHz)),
        _ => null,
    };
}
