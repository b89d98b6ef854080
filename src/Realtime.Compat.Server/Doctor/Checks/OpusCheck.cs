using Realtime.Compat.WebRtc;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether libopus is there: without it calls have telephone quality.</summary>
/// <param name="capabilities">What was found.</param>
internal sealed class OpusCheck(RtcCapabilities capabilities) : ICheck
{
    /// <inheritdoc/>
    public string Name => "libopus";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(capabilities.Opus is { } version
        ? Finding.Fine(version)
        : Finding.Wrong("libopus is missing, so that WebRTC calls have telephone quality", "sudo apt-get install libopus0"));
}
