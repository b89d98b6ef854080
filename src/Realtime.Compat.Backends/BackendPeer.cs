namespace Realtime.Compat.Backends;

/// <summary>Who is at the other end, as failures speak of it.</summary>
/// <param name="Label">The subject of a sentence: "Ollama", "The chat server".</param>
/// <param name="Model">The model asked for, where there is one.</param>
/// <param name="ApiKey">The key sent; never let into a message.</param>
internal sealed record BackendPeer(string Label, string? Model = null, string? ApiKey = null)
{
    /// <summary>Whether the remedies are Ollama's (`ollama pull`).</summary>
    public bool IsOllama { get; init; }
}
