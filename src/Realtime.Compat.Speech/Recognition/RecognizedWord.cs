namespace Realtime.Compat.Speech.Recognition;

/// <summary>One word that was heard.</summary>
/// <param name="Text">As it is written, without spaces around it.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="LogProbability">Natural logarithm of the engine's confidence, 0 or less.</param>
internal sealed record RecognizedWord(string Text, TimeSpan Start, TimeSpan End, double LogProbability);
