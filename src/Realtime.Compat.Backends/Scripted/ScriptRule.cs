using System.Text.RegularExpressions;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>When a turn looks like this, answer like that.</summary>
internal sealed record ScriptRule
{
    /// <summary>The last user text holds this, whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>The last user text matches this.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>It is the n-th user message of the conversation.</summary>
    public int? Turn { get; init; }

    /// <summary>This tool is offered.</summary>
    public string? Offers { get; init; }

    /// <summary>The last thing in the conversation is a result of this tool; `*` for any. Without it, a rule answers users only.</summary>
    public string? AfterTool { get; init; }

    /// <summary>What to say, with placeholders.</summary>
    public string? Reply { get; init; }

    /// <summary>How many words to say instead.</summary>
    public int? Words { get; init; }

    /// <summary>What to call, after what is said.</summary>
    public IReadOnlyList<ScriptCall> Calls { get; init; } = [];

    /// <summary>How to fail, after what is said.</summary>
    public ScriptError? Error { get; init; }

    /// <summary>Wait before the first word; null for the script's.</summary>
    public TimeSpan? FirstTokenDelay { get; init; }

    /// <summary>Wait between words; null for the script's.</summary>
    public TimeSpan? TokenDelay { get; init; }
}
