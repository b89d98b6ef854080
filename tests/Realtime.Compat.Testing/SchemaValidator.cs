using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit.Sdk;

namespace Realtime.Compat.Testing;

/// <summary>
/// Judges events by the protocol's JSON schema: one <c>node tests/schema/validate.mjs</c> for the test process, which ends with it
/// because its input ends. Needs <c>npm ci --ignore-scripts</c> in <c>tests/schema</c>.
/// </summary>
public static class SchemaValidator
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly string[] Schema = ["protocol", "realtime.lenient.schema.json"];
    private static readonly string Room = Path.Combine(SharedData.Repository, "tests", "schema");
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Lazy<Process> Node = new(Start);

    /// <summary>Why events cannot be judged here; null when they can.</summary>
    public static string? WhyUnavailable { get; } =
        !Directory.Exists(Path.Combine(Room, "node_modules")) ? "tests/schema has no node_modules: run npm ci --ignore-scripts there."
        : SharedData.WhyMissing(Schema);

    /// <summary>Whether events can be judged here.</summary>
    public static bool IsAvailable => WhyUnavailable is null;

    /// <summary>Fails the test unless the schema knows the event.</summary>
    /// <param name="dialect"><c>ga</c> or <c>beta</c>.</param>
    /// <param name="side">Who sends it: <c>server</c> or <c>client</c>.</param>
    /// <param name="utf8Json">The event.</param>
    public static async Task AssertValidAsync(string dialect, string side, ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        await AssertValidAsync(dialect, side, document.RootElement);
    }

    /// <summary>Fails the test unless the schema knows the event.</summary>
    /// <param name="dialect"><c>ga</c> or <c>beta</c>.</param>
    /// <param name="side">Who sends it: <c>server</c> or <c>client</c>.</param>
    /// <param name="json">The event.</param>
    public static async Task AssertValidAsync(string dialect, string side, JsonElement json)
    {
        var errors = await ErrorsAsync(dialect, side, json);
        if (errors.Count > 0)
            throw new XunitException($"Not a {dialect} {side} event: {string.Join("; ", errors)}\n{json.GetRawText()}");
    }

    /// <summary>Fails the test unless an object is what a definition of the schema says.</summary>
    /// <param name="definition">Name of the definition, such as <c>RealtimeCreateClientSecretResponse</c>.</param>
    /// <param name="json">The object.</param>
    public static async Task AssertObjectAsync(string definition, JsonElement json)
    {
        var errors = await AskAsync(writer =>
        {
            writer.WriteString("definition", definition);
            writer.WritePropertyName("object");
            json.WriteTo(writer);
        });
        if (errors.Count > 0)
            throw new XunitException($"No {definition}: {string.Join("; ", errors)}\n{json.GetRawText()}");
    }

    /// <summary>What the schema holds against an event; empty when nothing.</summary>
    /// <param name="dialect"><c>ga</c> or <c>beta</c>.</param>
    /// <param name="side">Who sends it: <c>server</c> or <c>client</c>.</param>
    /// <param name="json">The event.</param>
    public static Task<IReadOnlyList<string>> ErrorsAsync(string dialect, string side, JsonElement json) => AskAsync(writer =>
    {
        writer.WriteString("dialect", dialect);
        writer.WriteString("side", side);
        writer.WritePropertyName("event");
        json.WriteTo(writer);
    });

    /// <summary>Fails the test unless a connection's server events came in an order that the protocol allows, every response done.</summary>
    /// <param name="events">All server events of one connection.</param>
    public static async Task AssertOrderAsync(IEnumerable<JsonElement> events)
    {
        var errors = await OrderErrorsAsync(events);
        if (errors.Count > 0)
            throw new XunitException($"Events out of order:\n{string.Join('\n', errors)}");
    }

    /// <summary>What is wrong with the order of a connection's server events; empty when nothing.</summary>
    /// <param name="events">All server events of one connection.</param>
    public static Task<IReadOnlyList<string>> OrderErrorsAsync(IEnumerable<JsonElement> events) => AskAsync(writer =>
    {
        writer.WriteStartArray("order");
        foreach (var json in events)
            json.WriteTo(writer);
        writer.WriteEndArray();
    });

    private static async Task<IReadOnlyList<string>> AskAsync(Action<Utf8JsonWriter> write)
    {
        if (WhyUnavailable is { } reason)
            throw new InvalidOperationException(reason);
        using var request = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(request))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        request.WriteByte((byte)'\n');
        await Turn.WaitAsync();
        try
        {
            var input = Node.Value.StandardInput.BaseStream;
            await input.WriteAsync(request.GetBuffer().AsMemory(0, (int)request.Length));
            await input.FlushAsync();
            var answer = await Node.Value.StandardOutput.ReadLineAsync().WaitAsync(Timeout)
                ?? throw new InvalidOperationException("The schema validator ended; its reason is on standard error.");
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(error => error.GetString()!)] : [];
        }
        finally
        {
            Turn.Release();
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Room, "validate.mjs"), SharedData.PathOf(Schema)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
    }
}
