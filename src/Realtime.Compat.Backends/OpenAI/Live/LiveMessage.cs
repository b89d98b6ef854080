using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.OpenAI.Live;

/// <summary>What the worker says while somebody speaks.</summary>
internal abstract record LiveMessage
{
    /// <summary>More words are certain.</summary>
    internal sealed record Delta(string Text) : LiveMessage;

    /// <summary>All that was said so far.</summary>
    internal sealed record Snapshot(SpeechToTextResponse Response) : LiveMessage;

    /// <summary>Something that a later version may say.</summary>
    internal sealed record Other : LiveMessage;
}
