namespace Realtime.Compat.Backends;

/// <summary>What a chat backend's model can do. What a server does not tell is taken as yes, so that nothing is refused wrongly.</summary>
/// <param name="Tools">It can call tools.</param>
/// <param name="Vision">It can read images.</param>
public sealed record BackendCapabilities(bool Tools, bool Vision);
