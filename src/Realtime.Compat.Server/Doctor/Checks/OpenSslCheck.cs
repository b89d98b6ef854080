using Realtime.Compat.WebRtc;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether OpenSSL 3 is there: WebRTC calls are encrypted by it.</summary>
/// <param name="capabilities">What was found.</param>
internal sealed class OpenSslCheck(RtcCapabilities capabilities) : ICheck
{
    /// <inheritdoc/>
    public string Name => "OpenSSL";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(capabilities.OpenSsl is { } version
        ? Finding.Fine(version)
        : Finding.Wrong("OpenSSL 3 (libssl) is missing, so that no WebRTC call is taken", "sudo apt-get install libssl3"));
}
