namespace Realtime.Compat.Backends;

/// <summary>The settings under `Realtime:SpeechToText` and `Realtime:TextToSpeech`: a server with OpenAI's audio API.</summary>
public sealed class SpeechBackendOptions
{
    /// <summary>`openai`, or `scripted` for the one without a model: tones for letters, and a script for what is heard.</summary>
    public string Provider { get; set; } = "openai";

    /// <summary>Transcription only: the script of the provider `scripted`; none for its built-in understanding.</summary>
    public string? ScriptFile { get; set; }

    /// <summary>The server's address; `/v1` is added where it has no path. None: the local speech worker.</summary>
    public string? Url { get; set; }

    /// <summary>The model's name as the server knows it.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// Whether the server is our speech worker, which takes more than OpenAI's API: the session, so that all get fair turns, the conversation's language, and
    /// requests for words while they are spoken and for their times, and to take out noise. Null: it is one where <see cref="Url"/> is not set.
    /// </summary>
    public bool? IsWorker { get; set; }

    /// <summary>Transcription by the worker only: whether speech is transcribed while it is spoken.</summary>
    public LiveTranscription Live { get; set; }

    /// <summary>
    /// Transcription only: names of models that clients use to the server's ("gpt-4o-transcribe" to "large-v3"). A name that is not listed
    /// means <see cref="Model"/>; where that is not set either, OpenAI's names mean the server's usual one, and any other is passed on as it is.
    /// </summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Servers that are asked when this one fails, in order.</summary>
    public IList<SpeechFallbackOptions> Fallbacks { get; } = [];

    /// <summary>The key for a server that wants one; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Language when the caller names none (ISO 639-1, "en"); null lets the server find out.</summary>
    public string? Language { get; set; }

    /// <summary>Speech only: the server's voice when the caller names none.</summary>
    public string? Voice { get; set; }

    /// <summary>
    /// Speech only: OpenAI's voice names to the server's ("alloy" to "af_heart"). A voice not listed is passed as it is; by a fallback only where it has no <see cref="Voice"/>.
    /// </summary>
    public IDictionary<string, string> Voices { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The longest the server may be silent.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether one short request is sent when the server is found, so that its model is loaded before the first turn.</summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Speech only: samples a second of the raw PCM the server sends; a WAV answer and a `rate` in the answer's type say it themselves.</summary>
    public int SampleRateHz { get; set; } = 24000;

    private bool _isFallback;

    /// <summary>Everything wrong with these settings.</summary>
    /// <param name="section">The section they are bound from, for the sentences: `Realtime:SpeechToText`.</param>
    /// <returns>One sentence a mistake, naming the setting and the remedy; empty when all is well.</returns>
    public IReadOnlyList<string> Validate(string section)
    {
        var mistakes = new List<string>();
        if (!string.IsNullOrEmpty(Url) && !BackendUrl.IsHttp(Url))
            mistakes.Add($"{section}:{nameof(Url)} is \"{Url}\"; set it to an address such as http://localhost:8000.");
        if (!IsProvider(Provider))
            mistakes.Add($"{section}:{nameof(Provider)} is \"{Provider}\"; set it to openai or scripted.");
        if (!string.IsNullOrEmpty(ScriptFile) && !File.Exists(ScriptFile))
            mistakes.Add($"{section}:{nameof(ScriptFile)} is \"{ScriptFile}\", and there is no such file.");
        for (var i = 0; i < Fallbacks.Count; i++)
        {
            var (fallback, name) = (Fallbacks[i], $"{section}:{nameof(Fallbacks)}:{i}");
            if (!IsProvider(fallback.Provider))
                mistakes.Add($"{name}:{nameof(Provider)} is \"{fallback.Provider}\"; set it to openai or scripted.");
            else if (fallback.Provider != "scripted" && !BackendUrl.IsHttp(fallback.Url))
                mistakes.Add($"{name}:{nameof(Url)} is \"{fallback.Url}\"; set it to an address such as http://localhost:8000.");
            CheckNumbers(name, Of(fallback));
        }

        CheckNumbers(section, this);
        return mistakes;

        void CheckNumbers(string place, SpeechBackendOptions options)
        {
            foreach (var (name, value) in new[] { (nameof(Timeout), options.Timeout), (nameof(ConnectTimeout), options.ConnectTimeout) })
            {
                // What a fallback has of the first is said once.
                var isOwn = options == this || value != (name == nameof(Timeout) ? Timeout : ConnectTimeout);
                if (isOwn && (value <= TimeSpan.Zero || value >= TimeSpan.FromDays(1)))
                    mistakes.Add($"{place}:{name} is {value}; set it to more than zero, as hours:minutes:seconds.");
            }

            if (options.SampleRateHz is < 8000 or > 192_000)
                mistakes.Add($"{place}:{nameof(SampleRateHz)} is {options.SampleRateHz}; set it between 8000 and 192000.");
        }
    }

    /// <summary>Whether the first choice is the one without a model.</summary>
    public bool IsScripted => string.Equals(Provider, "scripted", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether more than OpenAI's API may be asked of the server.</summary>
    internal bool AsksWorker => IsWorker ?? string.IsNullOrEmpty(Url);

    /// <summary>The transcription model to ask for, by the name the server knows; null for its usual one.</summary>
    /// <param name="asked">What the caller names; null for nothing.</param>
    internal string? ModelFor(string? asked) =>
        asked is { Length: > 0 } && Models.TryGetValue(asked, out var mapped) ? mapped : Model is { Length: > 0 } ? Model : IsOpenAIs(asked) ? null : asked;

    /// <summary>The voice to ask for, by the name the server knows.</summary>
    /// <param name="asked">What the caller names; null for nothing.</param>
    internal string VoiceFor(string? asked)
    {
        var own = Voice is { Length: > 0 } ? Voice : null;
        var name = asked is { Length: > 0 } ? asked : own ?? "alloy";
        // A name that a fallback does not know is mostly the first server's.
        return Voices.TryGetValue(name, out var theirs) ? theirs : _isFallback && own is not null ? own : name;
    }

    /// <summary>These settings, and those of each fallback with the times of these where it has none.</summary>
    internal IReadOnlyList<SpeechBackendOptions> WithFallbacks() => [this, .. Fallbacks.Select(Of)];

    /// <summary>Whether a client means nothing but "transcribe": what OpenAI's own models are called.</summary>
    private static bool IsOpenAIs(string? model) => model is "whisper-1" || model?.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase) is true;

    private static bool IsProvider(string? name) => name?.ToLowerInvariant() is "openai" or "scripted";

    private SpeechBackendOptions Of(SpeechFallbackOptions fallback)
    {
        var options = new SpeechBackendOptions
        {
            Provider = fallback.Provider,
            ScriptFile = ScriptFile,
            Url = fallback.Url,
            Model = fallback.Model,
            ApiKey = fallback.ApiKey,
            Language = Language,
            Voice = fallback.Voice,
            SampleRateHz = fallback.SampleRateHz,
            Timeout = fallback.Timeout ?? Timeout,
            ConnectTimeout = fallback.ConnectTimeout ?? ConnectTimeout,
            _isFallback = true,
        };
        foreach (var (name, theirs) in fallback.Models)
            options.Models[name] = theirs;
        foreach (var (name, theirs) in fallback.Voices)
            options.Voices[name] = theirs;
        return options;
    }
}
