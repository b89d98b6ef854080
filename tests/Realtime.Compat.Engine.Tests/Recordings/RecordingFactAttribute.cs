using Realtime.Compat.Audio;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>Needs the recordings of the shared data and Silero's weights; skipped, with the reason, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingFactAttribute : FactAttribute
{
    public RecordingFactAttribute() => Skip = Missing;

    internal static string? Missing =>
        SharedData.WhyMissing("audio", "en", "jfk.wav") ?? (File.Exists(SileroVadModel.DefaultPath) ? null : "Silero's weights are missing: npm ci in native/.");
}
