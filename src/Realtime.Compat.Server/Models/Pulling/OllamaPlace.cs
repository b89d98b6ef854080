using Realtime.Compat.Backends;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Where Ollama is, by the chat settings: they may name another kind of server, which is never sent what is meant for Ollama.</summary>
internal static class OllamaPlace
{
    private const string Usual = "http://localhost:11434";

    /// <summary>Whether the first choice of the settings is Ollama.</summary>
    public static bool IsFirstChoice(ChatBackendOptions chat) => IsOllama(chat.Provider) || Is(chat.Provider, "auto");

    /// <summary>Ollama's address and key: the first choice's, else those of a fallback that is one, else its usual address without a key.</summary>
    public static (Uri Server, string? ApiKey) In(ChatBackendOptions chat)
    {
        var (url, key) = IsFirstChoice(chat) ? (chat.Url, chat.ApiKey)
            : chat.Fallbacks.FirstOrDefault(fallback => IsOllama(fallback.Provider)) is { } spare ? (spare.Url, spare.ApiKey)
            : (null, null);
        return (new Uri(string.IsNullOrEmpty(url) ? Usual : url), key);
    }

    private static bool IsOllama(string provider) => Is(provider, "ollama");

    private static bool Is(string provider, string name) => string.Equals(provider?.Trim(), name, StringComparison.OrdinalIgnoreCase);
}
