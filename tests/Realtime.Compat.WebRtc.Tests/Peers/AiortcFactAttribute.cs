namespace Realtime.Compat.WebRtc.Tests.Peers;

/// <summary>A test that needs aiortc and OpenSSL 3; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AiortcFactAttribute : FactAttribute
{
    internal const string Program = "/usr/bin/python3";

    public AiortcFactAttribute() =>
        Skip = !Directory.Exists("/usr/lib/python3/dist-packages/aiortc") ? "aiortc is not installed (Debian: python3-aiortc)"
            : RtcCapabilities.Probe() is { CanTakeCalls: false } capabilities ? capabilities.Shortcomings[0]
            : null;
}
