using System.Text;
using System.Text.Json;
using Realtime.Compat.Testing;
using Xunit;

namespace Realtime.Compat.LiveServer;

/// <summary>Holds every server event that a test saw against the published schema of its dialect, and each connection's events against the protocol's order.</summary>
public static class EventCheck
{
    /// <summary>Checks all logs in a folder, one a connection; <c>NAME.ga.jsonl</c>, <c>NAME.beta.jsonl</c>.</summary>
    /// <param name="folder">The folder. Nothing is checked where the schema is not at hand: one skipped test says so for all.</param>
    public static async Task AssertAllValidAsync(string folder)
    {
        if (!SchemaValidator.IsAvailable)
            return;

        var mistakes = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl"))
        {
            foreach (var mistake in await MistakesAsync(path))
                mistakes.AppendLine($"{Path.GetFileName(path)}: {mistake}");
        }

        Assert.True(mistakes.Length == 0, mistakes.ToString());
    }

    /// <summary>What is wrong with one connection's events.</summary>
    /// <param name="path">The log.</param>
    public static async Task<IReadOnlyList<string>> MistakesAsync(string path)
    {
        var dialect = Path.GetFileNameWithoutExtension(path).Split('.')[^1];
        JsonElement[] events = [.. (await File.ReadAllLinesAsync(path)).Select(line => JsonDocument.Parse(line).RootElement)];
        var mistakes = new List<string>();
        foreach (var json in events)
        {
            foreach (var error in await SchemaValidator.ErrorsAsync(dialect, "server", json))
                mistakes.Add($"{json.GetProperty("type").GetString()}: {error}");
        }

        mistakes.AddRange(await SchemaValidator.OrderErrorsAsync(events));
        return mistakes;
    }
}
