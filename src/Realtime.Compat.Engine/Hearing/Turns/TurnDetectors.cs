using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Chooses the detector for a configuration.</summary>
internal static class TurnDetectors
{
    /// <summary>Silence after which <c>semantic_vad</c> ends a turn whatever was said, in ms, by eagerness (OpenAI's guide: 8, 4 and 2 s).</summary>
    private static int LongestWaitMs(Eagerness eagerness) => eagerness switch
    {
        Eagerness.Low => 8000,
        Eagerness.High => 2000,
        _ => 4000,
    };

    /// <summary>Makes a detector.</summary>
    /// <param name="detection">The configuration; null for turns ended by the client.</param>
    /// <returns>Null when the client ends turns itself.</returns>
    public static ITurnDetector? Create(TurnDetection? detection) => detection switch
    {
        ServerVad vad => new SilenceTurnDetector(vad.Threshold, vad.PrefixPaddingMs, vad.SilenceDurationMs),
        SemanticVad semantic => new SilenceTurnDetector(new ServerVad().Threshold, new ServerVad().PrefixPaddingMs, LongestWaitMs(semantic.Eagerness)),
        _ => null,
    };
}
