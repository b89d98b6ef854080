using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Dtls;

public class DtlsFingerprintTests
{
    [Fact]
    public void Reads_and_writes_what_SDP_carries()
    {
        Assert.Equal(Offers.Fingerprint, DtlsFingerprint.TryParse(Offers.Fingerprint.ToLowerInvariant())!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha-256")]
    [InlineData("sha-256 AB:CD")]
    [InlineData("sha-1 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D")]
    [InlineData("sha-256 0A-1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9")]
    [InlineData("sha-256 GG:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9")]
    public void What_is_malformed_or_weak_is_no_fingerprint(string text) => Assert.Null(DtlsFingerprint.TryParse(text));
}
