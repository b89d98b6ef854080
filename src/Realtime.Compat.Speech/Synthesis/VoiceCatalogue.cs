namespace Realtime.Compat.Speech.Synthesis;

/// <summary>The voices a request may name: those of OpenAI's speech and Realtime APIs, each unlike the others in every language.</summary>
internal static class VoiceCatalogue
{
    /// <summary>All voices.</summary>
    /// <remarks>slt is the clearest to listeners and recognisers and lies near 170 Hz; awb near 130; rms near 100 and ignores pitch.</remarks>
    public static IReadOnlyList<Voice> All { get; } =
    [
        new("alloy", new("slt", null, 1f), new("f1", 50, 175)),
        new("ash", new("awb", 112, 1f), new("m1", 45, 170)),
        new("ballad", new("awb", null, 1.05f), new("m2", 50, 160)),
        new("coral", new("slt", 190, 0.97f), new("f2", 55, 180)),
        new("echo", new("kal16", 105, 1f), new("m3", 45, 175)),
        new("sage", new("slt", 155, 1.05f), new("f3", 45, 165)),
        new("shimmer", new("slt", 215, 1f), new("f4", 60, 175)),
        new("verse", new("awb", 150, 0.97f), new("m4", 55, 180)),
        new("marin", new("slt", 178, 0.95f), new("f5", 50, 175)),
        new("cedar", new("rms", null, 0.95f), new("m5", 45, 175)),
        new("fable", new("awb", 170, 1f), new("m6", 55, 175)),
        new("onyx", new("kal16", 82, 1f), new("m7", 35, 165)),
        new("nova", new("slt", 235, 0.95f), new("f2", 70, 185)),
    ];

    /// <summary>The voice of that name, upper or lower case; null when there is none.</summary>
    public static Voice? Find(string name) => All.FirstOrDefault(voice => voice.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
