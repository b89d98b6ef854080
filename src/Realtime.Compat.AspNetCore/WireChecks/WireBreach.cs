namespace Realtime.Compat.AspNetCore.WireChecks;

/// <summary>An event that this server should not have sent so.</summary>
/// <param name="SessionId">Whose; null before there is a session.</param>
/// <param name="EventType">Its type on the wire.</param>
/// <param name="What">A sentence that holds none of the event's content.</param>
internal sealed record WireBreach(string? SessionId, string EventType, string What);
