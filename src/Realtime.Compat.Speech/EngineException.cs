namespace Realtime.Compat.Speech;

/// <summary>A speech engine failed at something it should be able to do. The message is one sentence for the operator.</summary>
internal sealed class EngineException(string message) : Exception(message);
