namespace Realtime.Compat.Backends;

/// <summary>The settings under `Realtime:SpeechToText:Fallbacks:0` and so on: a server that is asked when those before it fail.</summary>
public sealed class SpeechFallbackOptions
{
    /// <summary>`openai`, or `scripted` for the one without a model.</summary>
    public string Provider { get; set; } = "openai";

    /// <summary>The server's address; `/v1` is added where it has no path.</summary>
    public string? Url { get; set; }

    /// <summary>The model's name as the server knows it.</summary>
    public string? Model { get; set; }

    /// <summary>The key for a server that wants one; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Speech only: the server's voice when the caller names none, or one that is not among <see cref="Voices"/>.</summary>
    public string? Voice { get; set; }

    /// <summary>Names of models that clients use to the server's.</summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Speech only: OpenAI's voice names to the server's.</summary>
    public IDictionary<string, string> Voices { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The longest the server may be silent; null for the first one's.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long opening a connection may take; null for the first one's.</summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>Speech only: samples a second of the raw PCM the server sends.</summary>
    public int SampleRateHz { get; set; } = 24000;
}
