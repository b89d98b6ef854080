using Realtime.Compat.WebRtc.Opus;

namespace Realtime.Compat.WebRtc.Tests.Opus;

/// <summary>A test that needs libopus; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpusFactAttribute : FactAttribute
{
    public OpusFactAttribute() => Skip = OpusEncoder.IsAvailable ? null : "libopus is not installed (Debian: libopus0)";
}
