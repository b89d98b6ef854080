namespace Realtime.Compat.Backends;

/// <summary>The settings under `Realtime:Chat:Fallbacks:0` and so on: a model that is asked when those before it fail. Limits, and times that it does not set, are the first one's.</summary>
public sealed class ChatFallbackOptions
{
    /// <summary>`openai`, `ollama` or `scripted`.</summary>
    public string Provider { get; set; } = "openai";

    /// <summary>The server's address.</summary>
    public string? Url { get; set; }

    /// <summary>The model's name as the server knows it.</summary>
    public string Model { get; set; } = "";

    /// <summary>Names that clients connect with (`?model=`) to models of the server. A name that is not listed means <see cref="Model"/>.</summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The key for a server that wants one; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The script of the provider `scripted`; none for the built-in one.</summary>
    public string? ScriptFile { get; set; }

    /// <inheritdoc cref="ChatBackendOptions.ConnectTimeout"/>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <inheritdoc cref="ChatBackendOptions.FirstTokenTimeout"/>
    public TimeSpan? FirstTokenTimeout { get; set; }

    /// <inheritdoc cref="ChatBackendOptions.IdleTimeout"/>
    public TimeSpan? IdleTimeout { get; set; }

    /// <inheritdoc cref="ChatBackendOptions.TotalTimeout"/>
    public TimeSpan? TotalTimeout { get; set; }

    /// <inheritdoc cref="ChatBackendOptions.WarmUpTimeout"/>
    public TimeSpan? WarmUpTimeout { get; set; }
}
