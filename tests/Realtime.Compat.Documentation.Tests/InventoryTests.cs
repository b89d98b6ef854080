using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Pages;

namespace Realtime.Compat.Documentation.Tests;

/// <summary>Every code block of every page is run by somebody, or says why not.</summary>
public sealed partial class InventoryTests
{
    /// <summary>Who runs the blocks of a language.</summary>
    private static readonly Dictionary<string, string> Runners = new()
    {
        ["bash"] = nameof(Commands.CommandTests),
        ["console"] = nameof(Commands.CommandTests),
        ["env"] = nameof(Snippets.EnvironmentTests),
        ["csharp"] = nameof(Snippets.CSharpTests),
        ["js"] = $"{nameof(Snippets.JavaScriptTests)}, {nameof(Snippets.BrowserTests)}, {nameof(Snippets.TelephoneTests)}, {nameof(Snippets.HomeTests)}",
        ["json"] = nameof(Snippets.JsonTests),
        ["python"] = nameof(Snippets.PythonTests),
        ["yaml"] = nameof(Snippets.ScriptTests),
    };

    /// <summary>A drawing: nothing in it could run.</summary>
    private const string Drawing = "text";

    public static TheoryData<string> AllBlocks => [.. Documents.Blocks.Select(block => block.Place)];

    [Theory]
    [MemberData(nameof(AllBlocks))]
    public void A_block_has_a_runner_or_a_reason(string place)
    {
        var block = Documents.At(place);
        if (block.Language == Drawing && block.NotRun is null)
            Assert.DoesNotMatch(Typed(), block.Code);
        else if (block.NotRun is null)
            Assert.True(Runners.ContainsKey(block.Language), $"{block}: nobody runs this language. Name one of {string.Join(", ", Runners.Keys)}, or say above it why nothing can: <!-- not run: … -->");
    }

    [Fact]
    public void A_runner_is_a_class_of_tests()
    {
        var tests = typeof(InventoryTests).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true))).Select(type => type.Name).ToHashSet();
        Assert.All(Runners.Values.SelectMany(names => names.Split(", ")), name => Assert.Contains(name, tests));
    }

    [Fact]
    public void Both_first_pages_hold_the_same_code()
    {
        string[] Codes(string page) => [.. Documents.Of(page).Blocks.Select(block => $"{block.Language}\n{Skeleton(block.Code)}")];
        Assert.Equal(Codes(Documents.ReadMe), Codes(Documents.Twin));

        string[] Spans(string page) => [.. Documents.Of(page).Spans.Where(span => span.Code.Contains(' ', StringComparison.Ordinal)).Select(span => Skeleton(span.Code)).Order(StringComparer.Ordinal)];
        Assert.Equal(Spans(Documents.ReadMe), Spans(Documents.Twin));
    }

    [Theory]
    [InlineData("a\n```bash\nls\n```\n", "bash", "ls\n", null, 2)]
    [InlineData("<!-- not run: needs a telephone line -->\n```sh\ndial\n```\n", "sh", "dial\n", "needs a telephone line", 2)]
    [InlineData("<!-- not run: -->\n~~~\nx\n~~~\n", "", "x\n", null, 2)]
    [InlineData("- item\n\n  ```js\n  1;\n  ```\n", "js", "  1;\n", null, 3)]
    public void Blocks_are_found_with_their_language_and_their_reason(string text, string language, string code, string? reason, int line) =>
        Assert.Equal(new CodeBlock("page.md", line, language, code, reason), Assert.Single(new Page("page.md", text).Blocks));

    [Fact]
    public void A_block_without_an_end_is_told() => Assert.Throws<FormatException>(() => new Page("page.md", "```js\n1;\n"));

    [Fact]
    public void Commands_are_found_without_prompt_and_comment_and_with_what_they_print()
    {
        var bash = Commands.DocumentedCommands.Of(new CodeBlock("page.md", 1, "bash", "# all of it\nls -l   # long\necho \"a # b\" \\\n  c\n", null)).ToArray();
        Assert.Equal(["ls -l", "echo \"a # b\" c"], bash.Select(command => command.Text));

        var console = Assert.Single(Commands.DocumentedCommands.Of(new CodeBlock("page.md", 1, "console", "$ ls\na\nb\n", null)));
        Assert.Equal(("page.md:2", "ls", "a|b"), (console.Place, console.Text, string.Join('|', console.Shown)));
    }

    /// <summary>Code without what each language says in its own words: comments, and what is said to the assistant.</summary>
    private static string Skeleton(string code) => Words().Replace(Comments().Replace(code, ""), "$1");

    [GeneratedRegex(@"(?m)^\s*(?:\$ |\./|npm |docker |curl )")]
    private static partial Regex Typed();

    [GeneratedRegex(@"(?m)(?:(?<=^|\s)#|(?<![:/])//).*$|/\*.*?\*/|[ \t]+$| +(?=#|//)")]
    private static partial Regex Comments();

    [GeneratedRegex("""((?:\btext: '|\btalk "))[^'"]*""")]
    private static partial Regex Words();
}
