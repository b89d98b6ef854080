namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>A test that needs OpenSSL 3; skipped, with the reason, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute() => Skip = RtcCapabilities.Probe().OpenSsl is null ? "OpenSSL 3 is not installed (Debian: libssl3)" : null;
}
