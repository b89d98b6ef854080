namespace Realtime.Compat.Server.CommandLine.Replay;

/// <summary>What was found in one line of a log.</summary>
/// <param name="Event">Who sent which event.</param>
/// <param name="Faults">What is wrong with it; empty when nothing.</param>
internal sealed record LineVerdict(string Event, IReadOnlyList<string> Faults);
