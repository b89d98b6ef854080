using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>What callers are told over HTTP.</summary>
internal static class CallErrors
{
    public static RealtimeError NoCalls() => new()
    {
        Type = ErrorTypes.Server,
        Code = "calls_not_supported",
        Message = "This server takes no WebRTC calls. Its log says at start what they need; a WebSocket works meanwhile.",
    };

    public static RealtimeError NoSuchCall(string callId) => new()
    {
        Code = "call_id_not_found",
        Message = $"No call with the id '{(callId.Length <= 64 ? callId : callId[..64] + "…")}' is running.",
        Param = "call_id",
    };

    public static RealtimeError NoTelephones() => new()
    {
        Code = "sip_not_supported",
        Message = "Only telephone (SIP) calls are accepted, rejected and referred, and this server takes WebRTC calls only.",
    };

    public static RealtimeError MissingOffer() => new()
    {
        Code = ErrorCodes.MissingRequiredParameter,
        Message = "Missing required parameter: 'sdp'. Send the offer as the whole body with the content type application/sdp, or in a multipart form's part sdp.",
        Param = "sdp",
    };

    public static RealtimeError WrongContentType() => new()
    {
        Code = "unsupported_content_type",
        Message = "Unsupported content type: send application/sdp, or multipart/form-data with the parts sdp and session.",
    };

    public static RealtimeError Offer(RtcOfferException refusal) => new()
    {
        Type = refusal.Error is RtcOfferError.TooManyCalls ? ErrorTypes.Server : ErrorTypes.InvalidRequest,
        Code = refusal.Error is RtcOfferError.TooManyCalls ? "too_many_calls" : ErrorCodes.InvalidValue,
        Message = refusal.Message,
        Param = refusal.Error is RtcOfferError.TooManyCalls ? null : "sdp",
    };

    public static RealtimeError CallOver() => new()
    {
        Code = "call_id_not_found",
        Message = "The call is over.",
        Param = "call_id",
    };
}
