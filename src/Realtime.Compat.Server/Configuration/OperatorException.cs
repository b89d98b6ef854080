namespace Realtime.Compat.Server.Configuration;

/// <summary>Something an operator can put right: a setting, a port, a file. The message is one sentence that names it and the remedy.</summary>
/// <param name="message">The sentence, as it is printed.</param>
/// <param name="inner">What was thrown underneath; for logs only.</param>
internal sealed class OperatorException(string message, Exception? inner = null) : Exception(message, inner);
