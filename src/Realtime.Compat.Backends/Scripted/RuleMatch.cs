using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>A rule that fits a turn, with what its pattern captured.</summary>
internal sealed partial class RuleMatch
{
    private readonly ScriptTurn _turn;
    private readonly Match? _captures;

    private RuleMatch(ScriptTurn turn, Match? captures) => (_turn, _captures) = (turn, captures);

    /// <summary>Holds a rule against a turn; null when it does not fit, or calls a tool that is not offered, or calls none where one is demanded.</summary>
    public static RuleMatch? Of(ScriptRule rule, ScriptTurn turn, ToolDemand demand)
    {
        bool IsOffered(string tool) => demand.Offered.Any(t => t.Name == tool);
        var comesNow = rule.AfterTool is null ? turn.Result is null : turn.Result is not null && (rule.AfterTool == "*" || rule.AfterTool == turn.ResultTool);
        var canBe = rule.Calls.All(c => IsOffered(c.Name)) && (rule.Offers is null || IsOffered(rule.Offers));
        var satisfies = !demand.IsRequired || rule.Calls.Count > 0 || rule.Error is not null;
        if (!comesNow || !canBe || !satisfies || (rule.Turn is { } number && number != turn.Number))
            return null;
        if (rule.Text is { } text && !turn.UserText.Contains(text, StringComparison.OrdinalIgnoreCase))
            return null;
        if (rule.Pattern is null)
            return new RuleMatch(turn, null);
        try
        {
            return rule.Pattern.Match(turn.UserText) is { Success: true } match ? new RuleMatch(turn, match) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Puts in ${text} (what the user said), ${result} (what the tool said), ${1} and ${name} (captures). Others stay as they are.</summary>
    public string Fill(string template) => Placeholder().Replace(template, place => place.Groups[1].Value switch
    {
        "text" => _turn.UserText,
        "result" => _turn.Result ?? "",
        var name when _captures?.Groups[name] is { Success: true } group => group.Value,
        _ => place.Value,
    });

    /// <summary>The same in every string of a JSON value.</summary>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Fill(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Fill(text)),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Placeholder();
}
