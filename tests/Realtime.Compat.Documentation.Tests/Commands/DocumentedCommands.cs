using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Pages;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>Every command of every page, each once: in blocks of `bash` and `console`, and within sentences.</summary>
public static partial class DocumentedCommands
{
    private const string Prompt = "$ ";

    /// <summary>All of them, in the order of pages. The Chinese first page has those of the English one (<see cref="InventoryTests"/>).</summary>
    public static IReadOnlyList<DocumentedCommand> All { get; } =
        [.. InBlocks().Concat(InSentences()).DistinctBy(command => command.Text).OrderBy(command => command.Place, StringComparer.Ordinal)];

    /// <summary>The commands of a block.</summary>
    public static IEnumerable<DocumentedCommand> Of(CodeBlock block)
    {
        var isConsole = block.Language == "console";
        var lines = block.Code.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var place = $"{block.Page}:{block.Line + 1 + i}";
            var first = lines[i++];
            if (isConsole && !first.StartsWith(Prompt, StringComparison.Ordinal))
                throw new FormatException($"{place}: a console block begins with a prompt, \"{Prompt}\".");
            var text = isConsole ? first[Prompt.Length..] : first;
            while (text.EndsWith('\\') && i < lines.Length)
                text = text[..^1] + lines[i++].TrimStart();
            text = WithoutComment(text).Trim();
            var shown = new List<string>();
            while (isConsole && i < lines.Length && !lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                shown.Add(lines[i++]);
            if (text.Length > 0)
                yield return new DocumentedCommand(place, text, shown);
        }
    }

    /// <summary>Up to a # that begins a word and stands in no quotes.</summary>
    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote == '\0' && line[i] == '#' && (i == 0 || line[i - 1] == ' '))
                return line[..i];
            if (quote == '\0' ? line[i] is '"' or '\'' : line[i] == quote)
                quote = quote == '\0' ? line[i] : '\0';
        }

        return line;
    }

    private static IEnumerable<DocumentedCommand> InBlocks() =>
        Documents.BlocksIn("bash").Concat(Documents.BlocksIn("console")).Where(block => block.Page != Documents.Twin).SelectMany(Of);

    private static IEnumerable<DocumentedCommand> InSentences() =>
        Documents.All.Where(page => page.Name != Documents.Twin).SelectMany(page => page.Spans).Where(span => Command().IsMatch(span.Code))
            .Select(span => new DocumentedCommand(span.Place, span.Code, []));

    /// <summary>Programs that are called by name; those of this project alone in a sentence are names and no commands.</summary>
    [GeneratedRegex(@"^(?:[A-Z_]+=\S+ )*(?:\./(?:run|test)\.sh\b|bench/(?:load|run\.sh)|(?:realtime|realtime-speech|realtime-ptt) \S|(?:apt-get|brew|curl|docker|dotnet|git|node|npm|npx|ollama|openssl|pip|printf|python3?|sudo|systemctl) \S)")]
    private static partial Regex Command();
}
