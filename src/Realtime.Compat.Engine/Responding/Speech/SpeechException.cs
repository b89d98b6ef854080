namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Marks a failure of the text-to-speech client, so that it is not taken for one of the chat model.</summary>
internal sealed class SpeechException(Exception inner) : Exception(inner.Message, inner);
