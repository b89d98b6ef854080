namespace Realtime.Compat.Backends;

/// <summary>The settings under `Realtime:Chat`: which model answers, where it is, and how long it may take.</summary>
public sealed class ChatBackendOptions
{
    /// <summary>The section these settings are bound from.</summary>
    public const string Section = "Realtime:Chat";

    /// <summary>`auto` (Ollama if it answers at start, else the script), `ollama`, `openai` or `scripted`.</summary>
    public string Provider { get; set; } = "auto";

    /// <summary>The server's address. Ollama: http://localhost:11434 unless set. OpenAI-compatible servers: required; `/v1` is added where the address has no path.</summary>
    public string? Url { get; set; }

    /// <summary>The model's name as the server knows it.</summary>
    public string Model { get; set; } = "qwen3:4b-instruct";

    /// <summary>Names that clients connect with (`?model=`) to models of the server. A name that is not listed means <see cref="Model"/>.</summary>
    public IDictionary<string, string> Models { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Models that are asked when this one fails before anything of its answer came, in order.</summary>
    public IList<ChatFallbackOptions> Fallbacks { get; } = [];

    /// <summary>The key for a server that wants one; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Most tokens of one answer when the caller sets none. 300 tokens are well over a minute of speech.</summary>
    public int MaxOutputTokens { get; set; } = 300;

    /// <summary>Tokens of context (Ollama's num_ctx). The same in every call, or Ollama would reload the model.</summary>
    public int ContextLength { get; set; } = 8192;

    /// <summary>0…2; null leaves the model's own.</summary>
    public float? Temperature { get; set; }

    /// <summary>0…1; null leaves the model's own.</summary>
    public float? TopP { get; set; }

    /// <summary>Seconds Ollama keeps the model loaded after a call; -1 for ever.</summary>
    public int KeepAlive { get; set; } = -1;

    /// <summary>Whether a thinking model may think before it speaks. Its thoughts are never spoken, only waited for.</summary>
    public bool Think { get; set; }

    /// <summary>Calls in flight at once; 0 for no limit. Further calls wait here, where a cancelled turn leaves the queue at once.</summary>
    public int MaxConcurrentCalls { get; set; }

    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a loaded model may take to its first token, and one that is not loaded where another is asked next. Else <see cref="WarmUpTimeout"/> applies before its first answer.
    /// </summary>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest gap between two tokens.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest one answer may take, not counting the time its reader takes.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long loading the model may take: at start, and for a first answer that no fallback could give.</summary>
    public TimeSpan WarmUpTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a backend that is away is looked for again, and one that is there is checked.</summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The script (YAML or JSON) of the scripted provider; none for the built-in one.</summary>
    public string? ScriptFile { get; set; }

    /// <summary>The address in use: the one set, or Ollama's own.</summary>
    internal Uri EffectiveUrl => new(Url ?? "http://localhost:11434");

    /// <summary>Everything wrong with these settings.</summary>
    /// <returns>One sentence a mistake, naming the setting and the remedy; empty when all is well.</returns>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        void Check(bool right, string setting, string sentence)
        {
            if (!right)
                mistakes.Add($"{Section}:{setting} {sentence}");
        }

        var provider = Provider?.Trim().ToLowerInvariant();
        Check(provider is "auto" or "ollama" or "openai" or "scripted", nameof(Provider), $"is \"{Provider}\"; set it to auto, ollama, openai or scripted.");
        Check(Url is null || BackendUrl.IsHttp(Url), nameof(Url), $"is \"{Url}\"; set it to an address such as http://localhost:11434.");
        Check(provider != "openai" || !string.IsNullOrWhiteSpace(Url), nameof(Url), "is missing; the provider openai needs the address of its server.");
        Check(provider == "scripted" || !string.IsNullOrWhiteSpace(Model), nameof(Model), "is empty; set it to a model the server has.");
        Check(ContextLength is >= 512 and <= 10_000_000, nameof(ContextLength), $"is {ContextLength}; set it to 512 tokens or more.");
        Check(MaxOutputTokens >= 1, nameof(MaxOutputTokens), $"is {MaxOutputTokens}; set it to 1 or more.");
        Check(MaxOutputTokens < ContextLength, nameof(MaxOutputTokens), $"is {MaxOutputTokens}; it must be less than {Section}:{nameof(ContextLength)} ({ContextLength}).");
        Check(Temperature is null or (>= 0 and <= 2), nameof(Temperature), $"is {Temperature}; set it between 0 and 2.");
        Check(TopP is null or (> 0 and <= 1), nameof(TopP), $"is {TopP}; set it above 0 and at most 1.");
        Check(KeepAlive >= -1, nameof(KeepAlive), $"is {KeepAlive}; set it to seconds, or to -1 for ever.");
        Check(MaxConcurrentCalls >= 0, nameof(MaxConcurrentCalls), $"is {MaxConcurrentCalls}; set it to 0 (no limit) or more.");
        Check(string.IsNullOrEmpty(ScriptFile) || File.Exists(ScriptFile), nameof(ScriptFile), $"is \"{ScriptFile}\", and there is no such file.");
        foreach (var (name, value) in new[]
        {
            (nameof(ConnectTimeout), ConnectTimeout), (nameof(FirstTokenTimeout), FirstTokenTimeout), (nameof(IdleTimeout), IdleTimeout),
            (nameof(TotalTimeout), TotalTimeout), (nameof(WarmUpTimeout), WarmUpTimeout), (nameof(ProbeInterval), ProbeInterval),
        })
        {
            Check(value > TimeSpan.Zero && value < TimeSpan.FromDays(1), name, $"is {value}; set it to more than zero, as hours:minutes:seconds.");
        }

        for (var i = 0; i < Fallbacks.Count; i++)
        {
            var (fallback, kind) = (Fallbacks[i], Fallbacks[i].Provider?.Trim().ToLowerInvariant());
            Check(kind is "ollama" or "openai" or "scripted", $"{nameof(Fallbacks)}:{i}:{nameof(Provider)}", $"is \"{fallback.Provider}\"; set it to ollama, openai or scripted.");
            Check(kind != "openai" || BackendUrl.IsHttp(fallback.Url), $"{nameof(Fallbacks)}:{i}:{nameof(Url)}", $"is \"{fallback.Url}\"; set it to an address such as http://localhost:8080.");
            Check(kind == "scripted" || !string.IsNullOrWhiteSpace(fallback.Model), $"{nameof(Fallbacks)}:{i}:{nameof(Model)}", "is missing; set it to a model the server has.");
            foreach (var (name, value) in new[]
            {
                (nameof(ConnectTimeout), fallback.ConnectTimeout), (nameof(FirstTokenTimeout), fallback.FirstTokenTimeout), (nameof(IdleTimeout), fallback.IdleTimeout),
                (nameof(TotalTimeout), fallback.TotalTimeout), (nameof(WarmUpTimeout), fallback.WarmUpTimeout),
            })
            {
                Check(value is null || (value > TimeSpan.Zero && value < TimeSpan.FromDays(1)), $"{nameof(Fallbacks)}:{i}:{name}", $"is {value}; set it to more than zero, as hours:minutes:seconds.");
            }
        }

        return mistakes;
    }

    /// <summary>The section that names this model's place, for sentences: a fallback's is its own.</summary>
    internal string Place { get; private set; } = Section;

    /// <summary>Place in the order in which models are asked, from 0.</summary>
    private int _index;

    /// <summary>Whether a name that a client connects with is among <see cref="Models"/> of the first server or of a fallback.</summary>
    /// <param name="name">What follows `?model=`.</param>
    public bool Lists(string name) => Models.ContainsKey(name) || Fallbacks.Any(fallback => fallback.Models.ContainsKey(name));

    /// <summary>The model to ask for, by the name the server knows.</summary>
    /// <param name="asked">A name that clients use, or one of the first server's own; null for nothing.</param>
    internal string ModelFor(string? asked) => asked is null ? Model
        : Models.TryGetValue(asked, out var theirs) ? theirs
        : _index > 0 || Lists(asked) ? Model
        : asked;

    /// <summary>Whether another model is asked when this one fails.</summary>
    internal bool HasNext => _index < Fallbacks.Count;

    /// <summary>These settings with a fallback's model and place.</summary>
    internal ChatBackendOptions With(ChatFallbackOptions fallback)
    {
        var options = (ChatBackendOptions)MemberwiseClone();
        (options.Provider, options.Url, options.Model, options.ApiKey, options.ScriptFile) = (fallback.Provider, fallback.Url, fallback.Model, fallback.ApiKey, fallback.ScriptFile);
        options.Models = fallback.Models;
        (options.ConnectTimeout, options.FirstTokenTimeout, options.IdleTimeout, options.TotalTimeout, options.WarmUpTimeout) = (fallback.ConnectTimeout ?? ConnectTimeout,
            fallback.FirstTokenTimeout ?? FirstTokenTimeout, fallback.IdleTimeout ?? IdleTimeout, fallback.TotalTimeout ?? TotalTimeout, fallback.WarmUpTimeout ?? WarmUpTimeout);
        options._index = Fallbacks.IndexOf(fallback) + 1;
        options.Place = $"{Section}:{nameof(Fallbacks)}:{Fallbacks.IndexOf(fallback)}";
        return options;
    }
}
