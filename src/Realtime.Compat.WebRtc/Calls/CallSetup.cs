using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>What a call is made of.</summary>
internal sealed record CallSetup
{
    public required SdpOffer Offer { get; init; }

    public required IRtcCallHandler Handler { get; init; }

    public required DtlsContext Dtls { get; init; }

    public required RtcEndpointOptions Options { get; init; }

    public required TimeProvider Clock { get; init; }

    public required CallTable Table { get; init; }

    /// <summary>Told once, when the call is over and all it had is freed.</summary>
    public required Action<RtcCall> Ended { get; init; }
}
