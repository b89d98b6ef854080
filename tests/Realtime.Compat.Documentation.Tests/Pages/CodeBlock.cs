namespace Realtime.Compat.Documentation.Tests.Pages;

/// <summary>A fenced code block of a page.</summary>
/// <param name="Page">The page, relative to the checkout.</param>
/// <param name="Line">Line of its opening fence, from 1.</param>
/// <param name="Language">What stands behind the fence; empty for nothing.</param>
/// <param name="Code">Its lines.</param>
/// <param name="NotRun">Why nothing runs it: the comment right above, <c>&lt;!-- not run: … --&gt;</c>; null without one.</param>
public sealed record CodeBlock(string Page, int Line, string Language, string Code, string? NotRun)
{
    /// <summary>Where it stands.</summary>
    public string Place => $"{Page}:{Line}";

    /// <inheritdoc/>
    public override string ToString() => $"{Place} ({Language})";
}
