using System.Text.Json;
using Realtime.Compat.Protocol.Validation;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests.Validation;

/// <summary>The protocol's samples and schema, which lie beside the checkout.</summary>
internal static class Wire
{
    private static readonly Lazy<EventSchema> LazySchema = new(() => EventSchema.Parse(File.ReadAllBytes(SharedData.PathOf("protocol", "realtime.lenient.schema.json"))));

    public static EventSchema Schema => LazySchema.Value;

    public static List<JsonElement> Sample(string file) =>
        [.. File.ReadLines(SharedData.PathOf("protocol", "samples", file)).Where(line => line.Length > 0).Select(Json.Parse)];

    public static string TypeOf(JsonElement json) => json.GetProperty("type").GetString()!;
}
