namespace Realtime.Compat.Speech.Synthesis;

/// <summary>An espeak-ng speaker.</summary>
/// <param name="Variant">A variant of the language's voice, <c>f1</c>…<c>f5</c>, <c>m1</c>…<c>m8</c>.</param>
/// <param name="Pitch">0…100; 50 is the variant's own.</param>
/// <param name="WordsPerMinute">Pace at speed 1; 175 is the engine's normal.</param>
internal sealed record EspeakTraits(string Variant, int Pitch, int WordsPerMinute);
