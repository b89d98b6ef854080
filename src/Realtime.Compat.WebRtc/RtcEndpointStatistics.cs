namespace Realtime.Compat.WebRtc;

/// <summary>What happened at an endpoint since it started.</summary>
public sealed record RtcEndpointStatistics
{
    /// <summary>Offers that were answered.</summary>
    public required long CallsAccepted { get; init; }

    /// <summary>Calls whose caller connected.</summary>
    public required long CallsConnected { get; init; }

    /// <summary>Offers refused for what they said.</summary>
    public required long OffersRefused { get; init; }

    /// <summary>Offers refused because too many calls existed or were being set up.</summary>
    public required long OffersOverLimit { get; init; }

    /// <summary>Calls that ended as <see cref="RtcCloseReason.NeverConnected"/>.</summary>
    public required long NeverConnected { get; init; }

    /// <summary>Calls that ended as <see cref="RtcCloseReason.WrongFingerprint"/>.</summary>
    public required long WrongFingerprints { get; init; }

    /// <summary>Connectivity checks with an unknown name or a wrong password; not answered.</summary>
    public required long ForeignChecks { get; init; }

    /// <summary>Other datagrams and connections of addresses that belong to no call; not answered.</summary>
    public required long StrayDatagrams { get; init; }

    /// <summary>Datagrams of callers that were malformed, not authentic or repeated.</summary>
    public required long RejectedPackets { get; init; }
}
