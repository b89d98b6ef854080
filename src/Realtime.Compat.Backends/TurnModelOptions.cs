namespace Realtime.Compat.Backends;

/// <summary>The settings under `Realtime:TurnModel`: who judges by its sound whether a speaker is done.</summary>
public sealed class TurnModelOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Realtime:TurnModel";

    /// <summary>Address of a server with `POST /v1/audio/turns`; none: the local speech worker, where a turn model is installed.</summary>
    public string? Url { get; set; }

    /// <summary>The key for a server that wants one; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long a judgement may take. The turn does not wait for it; without one, words and prosody decide.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Everything wrong with these settings.</summary>
    /// <returns>One sentence a mistake, naming the setting and the remedy; empty when all is well.</returns>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        if (!string.IsNullOrEmpty(Url) && !BackendUrl.IsHttp(Url))
            mistakes.Add($"{Section}:{nameof(Url)} is \"{Url}\"; set it to an address such as http://localhost:8010.");
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromSeconds(10))
            mistakes.Add($"{Section}:{nameof(Timeout)} is {Timeout}; set it between 00:00:00.010 and 00:00:10.");
        return mistakes;
    }
}
