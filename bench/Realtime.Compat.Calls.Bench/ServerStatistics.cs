namespace Realtime.Compat.Calls.Bench;

/// <summary>What the endpoint's process says of itself.</summary>
internal sealed record ServerStatistics(double ProcessorMs, long ResidentBytes, long ManagedBytes, int Calls, int Threads);
