namespace Realtime.Compat.Speech.Synthesis;

/// <summary>When a word is said, as the engine knows it.</summary>
/// <param name="Text">The word as it stands in the text.</param>
/// <param name="StartMs">Where it begins, in ms.</param>
/// <param name="EndMs">Where it ends, in ms.</param>
internal sealed record SpokenWord(string Text, double StartMs, double EndMs);
