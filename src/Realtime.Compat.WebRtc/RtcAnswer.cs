namespace Realtime.Compat.WebRtc;

/// <summary>An offer that was taken.</summary>
/// <param name="Sdp">The answer for the caller, <c>application/sdp</c>, lines ended by CR LF.</param>
/// <param name="Call">The call, not connected yet.</param>
public sealed record RtcAnswer(string Sdp, IRtcCall Call);
