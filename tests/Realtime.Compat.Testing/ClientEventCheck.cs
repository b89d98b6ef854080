using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;
using Xunit;

namespace Realtime.Compat.Testing;

/// <summary>Holds what tests send to the published schema: a test that speaks no protocol proves nothing. Without the schema at hand nothing is checked.</summary>
public static class ClientEventCheck
{
    private static readonly Lazy<EventSchema?> Schema = new(() =>
        SharedData.PathOf("protocol", "realtime.lenient.schema.json") is var path && File.Exists(path) ? EventSchema.Parse(File.ReadAllBytes(path)) : null);

    /// <summary>How a connection speaks, as its <c>session.created</c> tells: only GA's sessions have a type.</summary>
    /// <param name="created">The connection's first event; null before it came.</param>
    /// <returns>Null while nobody knows.</returns>
    public static Dialect? DialectOf(JsonElement? created) =>
        created is not { } first || !first.TryGetProperty("session", out var session) ? null : session.TryGetProperty("type", out _) ? Dialect.Ga : Dialect.Beta;

    /// <summary>Fails for an event that no client may send.</summary>
    /// <param name="dialect">How the client speaks; null for either way.</param>
    /// <param name="json">The event.</param>
    public static void AssertValid(Dialect? dialect, string json)
    {
        if (Schema.Value is not { } schema)
            return;
        using var document = JsonDocument.Parse(json);
        var errors = schema.Errors(dialect ?? Dialect.Ga, EventSide.Client, document.RootElement);
        if (dialect is null && errors.Count > 0)
            errors = schema.Errors(Dialect.Beta, EventSide.Client, document.RootElement);
        Assert.True(errors.Count == 0, $"The test sends what the schema does not allow ({string.Join("; ", errors)}): {(json.Length > 500 ? json[..500] : json)}");
    }
}
