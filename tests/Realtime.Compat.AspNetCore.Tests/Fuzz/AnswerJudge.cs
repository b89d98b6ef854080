using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>Judges every answer at once, and keeps one of each shape for the schema, which is slow.</summary>
internal sealed class AnswerJudge
{
    private static readonly string[] Internals = ["System.", "Exception", "   at ", ".cs:", "secret", "LineNumber", "BytePosition", "NullReference", "Realtime.Compat"];

    /// <summary>Fields whose text is part of a shape.</summary>
    private static readonly HashSet<string> Kinds = ["type", "status", "role", "code", "object", "reason"];

    private readonly ConcurrentDictionary<string, (string Dialect, JsonElement Event)> _shapes = new();

    /// <summary>Shapes seen and not judged yet.</summary>
    public int Shapes => _shapes.Count;

    /// <summary>Fails for an event that no server may send.</summary>
    public void Judge(string dialect, JsonElement answer)
    {
        Assert.False(string.IsNullOrEmpty(answer.GetProperty("event_id").GetString()), "An event has no event_id.");
        if (answer.GetProperty("type").GetString() == "error")
            JudgeError(answer.GetProperty("error"));

        var shape = new StringBuilder(dialect);
        Describe(answer, shape);
        var key = shape.ToString();
        if (!_shapes.ContainsKey(key))
            _shapes.TryAdd(key, (dialect, answer.Clone()));
    }

    /// <summary>Fails for a shape that the protocol's schema does not know, and forgets them. Without the schema there is nothing to ask.</summary>
    public async Task AskSchemaAsync()
    {
        List<string> breaches = [];
        foreach (var (dialect, answer) in SchemaValidator.IsAvailable ? _shapes.Values : [])
        {
            var errors = await SchemaValidator.ErrorsAsync(dialect, "server", answer);
            if (errors.Count > 0)
                breaches.Add($"{dialect} {answer.GetProperty("type")}: {string.Join("; ", errors)}");
        }

        _shapes.Clear();
        Assert.True(breaches.Count == 0, string.Join('\n', breaches.Distinct()));
    }

    private static void JudgeError(JsonElement error)
    {
        Assert.Equal(["type", "code", "message", "param", "event_id"], error.EnumerateObject().Select(field => field.Name));
        var message = error.GetProperty("message").GetString();
        Assert.False(string.IsNullOrEmpty(message), "An error has no message.");
        foreach (var internals in Internals)
            Assert.DoesNotContain(internals, message, StringComparison.Ordinal);
        Assert.NotEqual("internal_error", error.GetProperty("code").GetString());
    }

    /// <summary>Names and kinds of everything in it; lists by their different elements.</summary>
    private static void Describe(JsonElement json, StringBuilder shape, string? name = null)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when name is not ("metadata" or "parameters" or "variables"):
                shape.Append('{');
                foreach (var field in json.EnumerateObject())
                    Describe(field.Value, shape.Append(field.Name).Append(':'), field.Name);
                shape.Append('}');
                break;
            case JsonValueKind.Array:
                var elements = new HashSet<string>(StringComparer.Ordinal);
                foreach (var element in json.EnumerateArray())
                {
                    var inner = new StringBuilder();
                    Describe(element, inner);
                    elements.Add(inner.ToString());
                }

                shape.Append('[').AppendJoin('|', elements.Order(StringComparer.Ordinal)).Append(']');
                break;
            case JsonValueKind.String when name is not null && Kinds.Contains(name):
                shape.Append(json.GetString()).Append(',');
                break;
            default:
                shape.Append((int)json.ValueKind);
                break;
        }
    }
}
