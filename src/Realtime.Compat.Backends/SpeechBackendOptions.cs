namespace Realtime.Compat.Backends;

/// <summary>The settings under `Realtime:SpeechToText` and `Realtime:TextToSpeech`: a server with OpenAI's audio API.</summary>
public sealed class SpeechBackendOptions
{
    /// <summary>The server's address; `/v1` is added where it has no path. None: the local speech worker.</summary>
    public string? Url { get; set; }

    /// <summary>The model's name as the server knows it.</summary>
    public string? Model { get; set; }

    /// <summary>The key for a server that wants one; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Language when the caller names none (ISO 639-1, "en"); null lets the server find out.</summary>
    public string? Language { get; set; }

    /// <summary>Speech only: the server's voice when the caller names none.</summary>
    public string? Voice { get; set; }

    /// <summary>Speech only: OpenAI's voice names to the server's ("alloy" to "af_heart"). A voice not listed is passed as it is.</summary>
    public IDictionary<string, string> Voices { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The longest the server may be silent.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Speech only: samples a second of the raw PCM the server sends; a WAV answer and a `rate` in the answer's type say it themselves.</summary>
    public int SampleRateHz { get; set; } = 24000;

    /// <summary>Everything wrong with these settings.</summary>
    /// <param name="section">The section they are bound from, for the sentences: `Realtime:SpeechToText`.</param>
    /// <returns>One sentence a mistake, naming the setting and the remedy; empty when all is well.</returns>
    public IReadOnlyList<string> Validate(string section)
    {
        var mistakes = new List<string>();
        if (!string.IsNullOrEmpty(Url) && !BackendUrl.IsHttp(Url))
            mistakes.Add($"{section}:{nameof(Url)} is \"{Url}\"; set it to an address such as http://localhost:8000.");
        foreach (var (name, value) in new[] { (nameof(Timeout), Timeout), (nameof(ConnectTimeout), ConnectTimeout) })
        {
            if (value <= TimeSpan.Zero || value >= TimeSpan.FromDays(1))
                mistakes.Add($"{section}:{name} is {value}; set it to more than zero, as hours:minutes:seconds.");
        }

        if (SampleRateHz is < 8000 or > 192_000)
            mistakes.Add($"{section}:{nameof(SampleRateHz)} is {SampleRateHz}; set it between 8000 and 192000.");
        return mistakes;
    }
}
