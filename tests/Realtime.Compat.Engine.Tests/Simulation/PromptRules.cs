using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>
/// What the chat model may read, as the client can tell: of the texts that the client wrote, each of which is unlike all others, exactly those that
/// stood in the conversation when the response was created, in its order; or those of the response's own input.
/// </summary>
internal sealed class PromptRules(EventRules rules)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _expected = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether the model may be asked before the turn is over: then over the conversation as it is.</summary>
    public bool AllowsGuesses { get; set; }

    /// <summary>A text unlike all others; as instructions, it tells a response's prompt.</summary>
    public string NewText(string kind) => $"{kind}{_count++}";

    /// <summary>Takes note of what the client was told.</summary>
    public void Take(ServerEvent serverEvent)
    {
        if (serverEvent is ConversationItemAdded { Item: MessageItem { Content: [InputText text, ..] } } added)
            _texts[added.Item.Id] = text.Text;
    }

    /// <summary>Takes note of a response that was just created over what the client wrote so far.</summary>
    /// <param name="instructions">Its own instructions; those of the session when it began by itself.</param>
    /// <param name="input">Its own input, text or id of an item; null for the conversation.</param>
    public void Expect(string instructions, IReadOnlyList<string>? input) =>
        _expected[instructions] = TextsOf(input ?? rules.Items);

    /// <summary>Judges a prompt.</summary>
    /// <param name="prompt">Lines of "role: text".</param>
    public void Check(string prompt)
    {
        var lines = prompt.Split('\n').Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToList();
        var texts = lines.Skip(1).Where(IsText).ToList();
        if (AllowsGuesses && texts.SequenceEqual(TextsOf(rules.Items)))
            return;
        if (lines.Count == 0 || !_expected.TryGetValue(lines[0], out var expected))
            throw new InvalidOperationException("a prompt of a response that was never created");
        if (!texts.SequenceEqual(expected))
            throw new InvalidOperationException($"the model read [{string.Join(", ", texts)}] instead of [{string.Join(", ", expected)}]");
    }

    private List<string> TextsOf(IEnumerable<string> items) => [.. items.Select(one => _texts.GetValueOrDefault(one, one)).Where(IsText)];

    private static bool IsText(string text) => text.StartsWith("text", StringComparison.Ordinal);
}
