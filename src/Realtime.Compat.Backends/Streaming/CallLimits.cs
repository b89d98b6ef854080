namespace Realtime.Compat.Backends.Streaming;

/// <summary>How long a call may wait for its server.</summary>
/// <param name="First">For the first token (or byte of audio).</param>
/// <param name="Idle">Between two of them.</param>
/// <param name="Total">Altogether.</param>
internal readonly record struct CallLimits(TimeSpan First, TimeSpan Idle, TimeSpan Total);
