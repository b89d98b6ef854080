namespace Realtime.Compat.Load;

/// <summary>What a microphone needs to know of an event.</summary>
/// <param name="Type">Its type; "closed" or "lost" when the connection ended.</param>
/// <param name="AtMs">The audio time that it names; 0 when it names none.</param>
/// <param name="IsFailure">Whether it says that a response failed.</param>
internal readonly record struct EventHead(string Type, long AtMs = 0, bool IsFailure = false);
