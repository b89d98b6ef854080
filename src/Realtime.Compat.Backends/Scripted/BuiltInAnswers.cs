using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>What is said and called where no rule fits: enough to try every part of a client without a model.</summary>
internal static partial class BuiltInAnswers
{
    private const int MaxResultChars = 400;

    /// <summary>Words that say nothing about a tool.</summary>
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "get", "set", "the", "and", "for", "with", "from", "this", "that", "what", "when", "where", "which", "who", "how", "are", "was", "you", "your", "can", "will",
        "please", "tool", "function", "call", "use", "user", "return", "returns", "given", "their", "them", "have", "has", "all", "any", "not", "about", "into", "does", "tell", "give",
        "current", "new", "make", "one", "some", "its", "out", "now", "here", "there", "want", "would", "should", "could",
    };

    /// <summary>A sentence for this turn.</summary>
    public static string Sentence(ScriptTurn turn)
    {
        if (turn.Result is { } result)
        {
            var from = string.IsNullOrEmpty(turn.ResultTool) ? "The tool" : turn.ResultTool;
            return result.Length == 0 ? $"{from} is done." : $"{from} says: {Ended(result.Length <= MaxResultChars ? result : result[..MaxResultChars])}";
        }

        if (turn.Number == 0 || Greeting().IsMatch(turn.UserText))
            return "Hello! How can I help you?";
        if (turn.UserText.Length == 0)
            return turn.Pictures > 0 ? $"You sent me {turn.Pictures} {(turn.Pictures == 1 ? "picture" : "pictures")}." : "I heard nothing.";
        return $"You said: {Ended(turn.UserText)}";
    }

    /// <summary>The tool that the user's words speak of: one word of its name, or two of its description.</summary>
    public static AIFunctionDeclaration? ToolFor(ScriptTurn turn, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        var said = WordsOf(turn.UserText);
        return tools
            .Select(tool => (tool, Score: (2 * WordsOf(tool.Name).Count(said.Contains)) + WordsOf(tool.Description).Count(said.Contains)))
            .Where(candidate => candidate.Score >= 2)
            .OrderByDescending(candidate => candidate.Score)
            .Select(candidate => candidate.tool)
            .FirstOrDefault();
    }

    private static HashSet<string> WordsOf(string text) =>
        [.. Word().Matches(text).Select(m => m.Value.ToLowerInvariant()).Where(w => w.Length >= 3 && !Empty.Contains(w))];

    private static string Ended(string text) => text[^1] is '.' or '!' or '?' or '。' or '！' or '？' ? text : text + ".";

    [GeneratedRegex(@"^\W*(hi|hello|hey|hallo|bonjour|hola|ciao|good (morning|day|afternoon|evening)|你好|您好)(\s+(there|again|everyone))?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    // "getWeather", "get_weather" and "get weather" are the same words; letters beyond ASCII stay together.
    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+|\d+")]
    private static partial Regex Word();
}
