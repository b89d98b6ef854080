using System.Text.Json.Nodes;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>Makes a number within a schema's limits: one the user said, if it fits.</summary>
internal static class SchemaNumber
{
    public static JsonValue Make(JsonObject schema, UserWords words, bool whole, int variant)
    {
        var (low, lowOpen) = Bound(schema, "minimum", "exclusiveMinimum", (a, b) => a >= b);
        var (high, highOpen) = Bound(schema, "maximum", "exclusiveMaximum", (a, b) => a <= b);
        var step = SchemaNode.Number(schema["multipleOf"]) is > 0 and var multiple ? multiple : (decimal?)null;
        bool Fits(decimal n) =>
            (low is null || (lowOpen ? n > low : n >= low)) && (high is null || (highOpen ? n < high : n <= high))
            && (!whole || n == decimal.Truncate(n)) && (step is null || n % step == 0);

        var grid = step ?? (whole ? 1 : 0);
        if (grid > 0 && whole && grid != decimal.Truncate(grid))
            grid = WholeMultiple(grid);
        var said = words.Numbers.Skip(variant).Where(Fits).Select(n => (decimal?)n).FirstOrDefault();
        var value = said ?? Candidates(low, high, grid, variant).Where(Fits).Select(n => (decimal?)n).FirstOrDefault() ?? low ?? high ?? 0;
        return whole && value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? JsonValue.Create((long)value) : JsonValue.Create(value);
    }

    private static IEnumerable<decimal> Candidates(decimal? low, decimal? high, decimal grid, int variant)
    {
        var spacing = grid > 0 ? grid : low is not null && high is not null && high > low ? Math.Min(1, (high.Value - low.Value) / 128) : 1;
        if (low is null && high is null)
            yield return (1 + variant) * spacing;
        // From the lower limit up, or from the upper one down; the first of them may be excluded.
        var origin = low is not null ? (grid > 0 ? decimal.Ceiling(low.Value / grid) * grid : low.Value)
            : high is not null ? (grid > 0 ? decimal.Floor(high.Value / grid) * grid : high.Value)
            : 0;
        var direction = low is not null || high is null ? 1 : -1;
        for (var i = 0; i < 4; i++)
            yield return origin + ((i + variant) * direction * spacing);
    }

    private static (decimal? Value, bool Open) Bound(JsonObject schema, string closedName, string openName, Func<decimal, decimal, bool> isTighter)
    {
        var closed = SchemaNode.Number(schema[closedName]);
        // JSON schema draft 4 has a boolean here.
        if (schema[openName] is JsonValue flag && flag.TryGetValue<bool>(out var isOpen))
            return (closed, isOpen);
        var open = SchemaNode.Number(schema[openName]);
        return open is { } o && (closed is not { } c || isTighter(o, c)) ? (o, true) : (closed, false);
    }

    private static decimal WholeMultiple(decimal step)
    {
        for (var k = 1; k <= 10_000; k++)
        {
            if (step * k == decimal.Truncate(step * k))
                return step * k;
        }

        return step;
    }
}
