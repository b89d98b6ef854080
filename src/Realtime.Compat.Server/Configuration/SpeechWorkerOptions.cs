namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings under `Realtime:Speech`: the process that hears and speaks where no other server does.</summary>
internal sealed class SpeechWorkerOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Realtime:Speech";

    /// <summary>The worker's program, or a .dll for `dotnet`; none for the `realtime-speech` that was built with the server.</summary>
    public string? Command { get; set; }

    /// <summary>Address of a worker that somebody else starts and watches; then the server starts none.</summary>
    public string? Url { get; set; }

    /// <summary>How long the worker may take to listen before it is taken for stuck and started again.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The installed model that writes down what was said.</summary>
    public WorkerModelOptions SpeechToText { get; set; } = new();

    /// <summary>The installed model that speaks.</summary>
    public WorkerModelOptions TextToSpeech { get; set; } = new();

    /// <summary>The installed model that judges whether a speaker is done.</summary>
    public WorkerModelOptions Turns { get; set; } = new();

    /// <summary>The installed model that takes noise out of what was said.</summary>
    public WorkerModelOptions NoiseReduction { get; set; } = new();

    /// <summary>Everything wrong with these settings, one sentence a mistake.</summary>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        if (!string.IsNullOrEmpty(Url) && !(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            mistakes.Add($"{Section}:{nameof(Url)} is \"{Url}\"; set it to an address such as http://127.0.0.1:8010.");
        if (!string.IsNullOrEmpty(Url) && !string.IsNullOrEmpty(Command))
            mistakes.Add($"{Section}:{nameof(Url)} and {Section}:{nameof(Command)} are both set; set the one, or let the server start the other.");
        if (!string.IsNullOrEmpty(Command) && !File.Exists(Command))
            mistakes.Add($"{Section}:{nameof(Command)} is \"{Command}\", and there is no such file.");
        if (StartTimeout < TimeSpan.FromSeconds(1) || StartTimeout > TimeSpan.FromHours(1))
            mistakes.Add($"{Section}:{nameof(StartTimeout)} is {StartTimeout}; set it between 00:00:01 and 01:00:00.");
        return mistakes;
    }
}
