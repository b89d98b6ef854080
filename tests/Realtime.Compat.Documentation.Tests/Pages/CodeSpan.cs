namespace Realtime.Compat.Documentation.Tests.Pages;

/// <summary>Code within a sentence.</summary>
/// <param name="Page">The page, relative to the checkout.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Code">What stands between the backticks.</param>
public sealed record CodeSpan(string Page, int Line, string Code)
{
    /// <summary>Where it stands.</summary>
    public string Place => $"{Page}:{Line}";
}
