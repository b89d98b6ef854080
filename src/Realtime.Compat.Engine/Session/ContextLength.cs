namespace Realtime.Compat.Engine.Session;

/// <summary>Tokens that the chat model's context window holds, as known at the moment; null while nobody knows, and then nothing is truncated.</summary>
public delegate int? ContextLength();
