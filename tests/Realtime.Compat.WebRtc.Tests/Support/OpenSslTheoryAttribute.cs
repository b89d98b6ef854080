namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>A theory that needs OpenSSL 3; skipped, with the reason, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute() => Skip = RtcCapabilities.Probe().OpenSsl is null ? "OpenSSL 3 is not installed (Debian: libssl3)" : null;
}
