namespace Realtime.Compat.Speech.Synthesis;

/// <summary>A speaker under one of OpenAI's names, and how each engine imitates one.</summary>
/// <param name="Name">As in <c>voice</c> of a request.</param>
/// <param name="Flite">The speaker in English.</param>
/// <param name="Espeak">The speaker in other languages.</param>
internal sealed record Voice(string Name, FliteTraits Flite, EspeakTraits Espeak);
