namespace Realtime.Compat.WebRtc.Tests.Peers;

/// <summary>A test that needs Chromium and OpenSSL 3; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    internal const string Program = "/usr/bin/chromium";

    public ChromiumFactAttribute() =>
        Skip = !File.Exists(Program) ? "Chromium is not installed (Debian: chromium)"
            : RtcCapabilities.Probe() is { CanTakeCalls: false } capabilities ? capabilities.Shortcomings[0]
            : null;
}
