namespace Realtime.Compat.Speech.Sherpa.Models;

/// <summary>A speaker of a model.</summary>
/// <param name="Name">What a request's <c>voice</c> says: one of OpenAI's names, or the model's own.</param>
/// <param name="Speaker">The speaker's number in the model, from 0.</param>
/// <param name="Language">The language it is for; null for all.</param>
internal sealed record ModelVoice(string Name, int Speaker, string? Language);
