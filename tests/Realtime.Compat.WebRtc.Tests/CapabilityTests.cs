namespace Realtime.Compat.WebRtc.Tests;

public class CapabilityTests
{
    [Fact]
    public void What_is_missing_is_named_with_the_package_to_install()
    {
        var nothing = new RtcCapabilities { OpenSsl = null, Opus = null };

        Assert.False(nothing.CanTakeCalls);
        Assert.Collection(
            nothing.Shortcomings,
            sentence => Assert.Contains("libssl3", sentence, StringComparison.Ordinal),
            sentence => Assert.Contains("libopus0", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_opus_calls_are_still_taken()
    {
        var noOpus = new RtcCapabilities { OpenSsl = "OpenSSL 3.0.17", Opus = null };

        Assert.True(noOpus.CanTakeCalls);
        Assert.Single(noOpus.Shortcomings);
    }

    [Fact]
    public void Looking_never_throws_and_tells_versions()
    {
        var here = RtcCapabilities.Probe();

        Assert.True(here.OpenSsl is null || here.OpenSsl.StartsWith("OpenSSL 3", StringComparison.Ordinal));
        Assert.True(here.Opus is null || here.Opus.StartsWith("libopus", StringComparison.Ordinal));
    }
}
