using System.Text.RegularExpressions;

namespace Realtime.Compat.Documentation.Tests.Pages;

/// <summary>A Markdown page.</summary>
public sealed partial class Page
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly List<CodeSpan> _spans = [];

    /// <summary>Reads a page.</summary>
    /// <param name="name">Path relative to the checkout.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="FormatException">A code block has no end.</exception>
    public Page(string name, string text)
    {
        Name = name;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                var end = Array.FindIndex(lines, i + 1, line => line.TrimEnd() == fence.Groups["indent"].Value + fence.Groups["fence"].Value);
                if (end < 0)
                    throw new FormatException($"{name}:{i + 1}: the code block has no end.");
                var above = i > 0 ? NotRun().Match(lines[i - 1]) : Match.Empty;
                _blocks.Add(new CodeBlock(
                    name, i + 1, fence.Groups["language"].Value, string.Concat(lines[(i + 1)..end].Select(line => line + "\n")), above.Success ? above.Groups[1].Value : null));
                i = end;
            }
            else
            {
                foreach (Match span in Span().Matches(lines[i]))
                    _spans.Add(new CodeSpan(name, i + 1, span.Groups[1].Value));
            }
        }
    }

    /// <summary>Path relative to the checkout.</summary>
    public string Name { get; }

    /// <summary>Its fenced blocks, from the top.</summary>
    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    /// <summary>Its code within sentences, from the top.</summary>
    public IReadOnlyList<CodeSpan> Spans => _spans;

    [GeneratedRegex(@"^(?<indent>\s*)(?<fence>```+|~~~+)(?<language>[^`]*?)\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*<!-- not run: (\S.*\S) -->\s*$")]
    private static partial Regex NotRun();

    [GeneratedRegex(@"(?<!`)`([^`]+)`(?!`)")]
    private static partial Regex Span();
}
