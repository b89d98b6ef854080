using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings under `Realtime:Models`: where models come from.</summary>
internal sealed class ModelsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Realtime:Models";

    /// <summary>What <see cref="Machine"/> is where nobody says it.</summary>
    public const string AnyMachine = "auto";

    /// <summary>A catalogue in place of the one that comes with the server.</summary>
    public string? Catalogue { get; set; }

    /// <summary>Address of a server asked first, with the same paths: a mirror of Hugging Face, of GitHub's releases, or of both.</summary>
    public string? Mirror { get; set; }

    /// <summary>Whether a start without any model pulls the recommended ones, where a hub can be reached. `run.sh` sets it.</summary>
    public bool PullDefaults { get; set; }

    /// <summary>The language that is recommended for: ISO 639, or <c>multilingual</c>; none for the one of this machine's locale.</summary>
    public string? Language { get; set; }

    /// <summary>The machine that is recommended for: a class by its name, or <see cref="AnyMachine"/> for what this one is found to be.</summary>
    public string Machine { get; set; } = AnyMachine;

    /// <summary>A download that brings no byte for so long is broken off and resumed.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Everything wrong with these settings, one sentence a mistake.</summary>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        if (!string.IsNullOrEmpty(Mirror) && !(Uri.TryCreate(Mirror, UriKind.Absolute, out var mirror) && CatalogueRules.IsTrusted(mirror)))
            mistakes.Add($"{Section}:{nameof(Mirror)} is \"{Mirror}\"; set it to an https address such as https://hf-mirror.com.");
        if (!string.IsNullOrEmpty(Catalogue) && !File.Exists(Catalogue))
            mistakes.Add($"{Section}:{nameof(Catalogue)} is \"{Catalogue}\", and there is no such file.");
        if (!string.IsNullOrEmpty(Machine) && !Machine.Equals(AnyMachine, StringComparison.OrdinalIgnoreCase) && MachineClassNames.Find(Machine) is null)
            mistakes.Add($"{Section}:{nameof(Machine)} is \"{Machine}\"; set it to {AnyMachine}, {string.Join(", ", MachineClassNames.All.SkipLast(1))} or {MachineClassNames.All.Last()}.");
        if (StallTimeout < TimeSpan.FromSeconds(1) || StallTimeout > TimeSpan.FromHours(1))
            mistakes.Add($"{Section}:{nameof(StallTimeout)} is {StallTimeout}; set it between 00:00:01 and 01:00:00.");
        return mistakes;
    }
}
