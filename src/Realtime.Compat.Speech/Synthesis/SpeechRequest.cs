namespace Realtime.Compat.Speech.Synthesis;

/// <summary>A checked order to speak a text.</summary>
/// <param name="Text">What to say.</param>
/// <param name="Manner">Whose voice, which language, how fast.</param>
/// <param name="Engine">The engine that does it; it is ready and speaks the language.</param>
internal sealed record SpeechRequest(string Text, Manner Manner, ISpeechSynthesizer Engine);
