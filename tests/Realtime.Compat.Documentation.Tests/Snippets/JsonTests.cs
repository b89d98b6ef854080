using System.Text.Json.Nodes;
using Realtime.Compat.Documentation.Tests.Commands;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>JSON is given to what reads it: settings to a server, events to a session and to the checker of logs, a model's description to the speech worker.</summary>
[Collection(LiveCollection.Name)]
public sealed class JsonTests(CommandFixture fixture)
{
    private const string Settings = "Realtime";

    public static TheoryData<string> OfSettings
    {
        get
        {
            var spans = Documents.All.SelectMany(page => page.Spans).Where(span => span.Code.StartsWith($"{{\"{Settings}\"", StringComparison.Ordinal)).Select(span => span.Place);
            return [.. Documents.BlocksIn("json").Where(block => Read(block).ContainsKey(Settings)).Select(block => block.Place).Concat(spans)];
        }
    }

    public static TheoryData<string> OfEvents => Places(json => json.ContainsKey("type"));

    public static TheoryData<string> OfModels => Places(json => json.ContainsKey("engine"));

    [Fact]
    public void Every_block_is_of_a_kind_that_somebody_reads() =>
        Assert.All(Documents.BlocksIn("json"), block => Assert.Contains(((IEnumerable<IEnumerable<object[]>>)[OfSettings, OfEvents, OfModels]).SelectMany(rows => rows), row => block.Place.Equals(row[0])));

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Shell)]
    [MemberData(nameof(OfSettings))]
    public async Task Settings_start_a_server(string place)
    {
        using var run = new CommandRun(new DocumentedCommand(place, "realtime", []), fixture);
        var code = Documents.Blocks.SingleOrDefault(block => block.Place == place)?.Code ?? Documents.All.SelectMany(page => page.Spans).First(span => span.Place == place && span.Code.StartsWith('{')).Code;
        await File.WriteAllTextAsync(run.Sandbox["data/appsettings.json"], code);
        await File.WriteAllTextAsync(run.Sandbox["talk.yaml"], ScriptTests.Script.Code);
        await run.ServeAsync("Listening on ", _ => Task.CompletedTask, environment: new Dictionary<string, string?> { ["REALTIME__CHAT__PROVIDER"] = null });
    }

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Shell)]
    [MemberData(nameof(OfEvents))]
    public async Task An_event_is_taken(string place)
    {
        var json = Read(Documents.At(place));
        using var run = new CommandRun(new DocumentedCommand(place, "realtime replay event.jsonl", []), fixture);
        await File.WriteAllTextAsync(run.Sandbox["event.jsonl"], new JsonObject { ["dir"] = "c", ["event"] = json.DeepClone() }.ToJsonString() + "\n");
        Assert.Contains("1 events", await run.SucceedAsync(), StringComparison.Ordinal);

        // What names other servers is read, and no more: no test goes there.
        if (json["type"]!.GetValue<string>() != "session.update" || Documents.At(place).Code.Contains("://", StringComparison.Ordinal))
            return;
        await using var socket = await RealtimeSocket.ConnectAsync(fixture.Server.SessionUrl(), new EventLog(run.Sandbox[""], "event", "ga"));
        await socket.NextAsync("session.created");
        await socket.SendTextAsync(json.ToJsonString());
        var answer = await socket.NextAsync(received => received.Type is "session.updated" or "error", "session.updated");
        AssertHolds(json["session"]!.AsObject(), answer.Json["session"]!.AsObject());
    }

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Shell)]
    [MemberData(nameof(OfModels))]
    public async Task The_description_of_a_model_is_read(string place)
    {
        var id = Read(Documents.At(place))["id"]!.GetValue<string>();
        using var run = new CommandRun(new DocumentedCommand(place, $"realtime-speech --try ~/models/{id}", []), fixture);
        var folder = Directory.CreateDirectory(run.Sandbox[$"home/models/{id}"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "model.json"), Documents.At(place).Code);

        // Its files are not here: the first of them is missed, so that all of the description was understood.
        var (exit, output) = await run.RunAsync();
        Assert.NotEqual(0, exit);
        Assert.Contains("model.onnx", output, StringComparison.Ordinal);
        Assert.DoesNotContain("model.json", output, StringComparison.Ordinal);
    }

    private static TheoryData<string> Places(Func<JsonObject, bool> fits) => [.. Documents.BlocksIn("json").Where(block => fits(Read(block))).Select(block => block.Place)];

    private static JsonObject Read(CodeBlock block) => JsonNode.Parse(block.Code)!.AsObject();

    /// <summary>All that was asked for is in what came of it.</summary>
    private static void AssertHolds(JsonObject asked, JsonObject given)
    {
        foreach (var (name, value) in asked)
        {
            if (value is JsonObject part)
                AssertHolds(part, Assert.IsType<JsonObject>(given[name]));
            else
                Assert.True(JsonNode.DeepEquals(value, given[name]), $"{name}: {value} was asked for, and it is {given[name]}.");
        }
    }
}
