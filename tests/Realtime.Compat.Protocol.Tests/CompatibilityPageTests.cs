using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>The compatibility page says what is so: every test it names exists, every event of the schema has its row.</summary>
public partial class CompatibilityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "compatibility.md"));

    [Fact]
    public void Every_row_names_tests_that_exist_or_says_that_the_thing_does_not()
    {
        var methods = Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        var rows = Rows().ToList();

        Assert.True(rows.Count > 50);
        Assert.All(rows, row =>
        {
            var tests = Code().Matches(row[^1]).Select(match => match.Groups[1].Value).ToList();
            Assert.True(tests.Count > 0 || row[^3] == "no", $"no test: {row[0]}");
            Assert.All(tests, test => Assert.Contains(test, methods));
        });
    }

    [SharedDataFact("protocol/realtime.lenient.schema.json")]
    public void Every_event_of_the_schema_has_a_row()
    {
        var schema = JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("protocol", "realtime.lenient.schema.json"))).GetProperty("$defs");
        var named = Rows().SelectMany(row => row.Take(2)).SelectMany(cell => Code().Matches(cell)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        foreach (var union in (string[])["RealtimeClientEventGA", "RealtimeServerEventGA", "RealtimeClientEventBeta", "RealtimeServerEventBeta"])
        {
            foreach (var reference in schema.GetProperty(union).GetProperty("oneOf").EnumerateArray())
                Assert.Contains(TypeOf(schema.GetProperty(reference.GetProperty("$ref").GetString()!.Split('/')[^1])), named);
        }
    }

    private static string TypeOf(JsonElement definition)
    {
        var type = definition.GetProperty("properties").GetProperty("type");
        return (type.TryGetProperty("const", out var only) ? only : type.GetProperty("enum")[0]).GetString()!;
    }

    /// <summary>The cells of every table row but the headings.</summary>
    private static IEnumerable<string[]> Rows() => Page.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("| Status |", StringComparison.Ordinal))
        .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"public (?:async Task|void) (\w+)\(")]
    private static partial Regex Method();
}
