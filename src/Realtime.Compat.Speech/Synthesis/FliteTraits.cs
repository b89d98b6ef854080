namespace Realtime.Compat.Speech.Synthesis;

/// <summary>A flite speaker.</summary>
/// <param name="Speaker">The voice library: <c>slt</c> (female), <c>awb</c>, <c>rms</c>, <c>kal16</c> (male).</param>
/// <param name="PitchHz">Mean pitch; null for the speaker's own.</param>
/// <param name="Stretch">Length of every sound against the speaker's own, 1 for no change.</param>
internal sealed record FliteTraits(string Speaker, float? PitchHz, float Stretch);
