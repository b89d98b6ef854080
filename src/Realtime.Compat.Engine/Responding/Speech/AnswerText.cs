namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>The chat model's stream of text, less what it prints for nobody's ears, cut into clauses.</summary>
/// <param name="onClause">Takes each clause when it is whole.</param>
internal sealed class AnswerText(Func<string, ValueTask> onClause)
{
    private readonly ThoughtFilter _thoughts = new();
    private readonly ClauseSplitter _clauses = new();

    /// <summary>Adds the next piece.</summary>
    public async ValueTask AddAsync(string text)
    {
        foreach (var clause in _clauses.Add(_thoughts.Push(text)))
            await onClause(clause).ConfigureAwait(false);
    }

    /// <summary>What was held back is a clause too: the stream is over, or something else than text follows.</summary>
    public async ValueTask FlushAsync()
    {
        await AddAsync(_thoughts.Flush()).ConfigureAwait(false);
        if (_clauses.Flush() is { } last)
            await onClause(last).ConfigureAwait(false);
    }
}
