namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>A speaker by name. The same name may mean another speaker in another language.</summary>
/// <param name="Name">One of OpenAI's names, or the model's own.</param>
/// <param name="Speaker">Number in the model, from 0.</param>
/// <param name="Language">The language it is for.</param>
internal sealed record ModelVoice(string Name, int Speaker, string Language);
