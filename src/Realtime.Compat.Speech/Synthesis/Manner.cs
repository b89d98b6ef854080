namespace Realtime.Compat.Speech.Synthesis;

/// <summary>How a text is to be spoken.</summary>
/// <param name="Voice">The speaker.</param>
/// <param name="Language">An espeak-ng language code, lower case.</param>
/// <param name="Speed">0.25…4 times the voice's own pace.</param>
internal sealed record Manner(Voice Voice, string Language, double Speed);
