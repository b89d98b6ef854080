using Realtime.Compat.LiveServer;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Conformance;

/// <summary>That the check which follows every scenario finds what is wrong. Skipped where the schema is absent: then the scenarios' events go unchecked.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-schema-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SchemaFact]
    public async Task A_field_that_is_missing_is_found()
    {
        var log = Log("""{"type":"input_audio_buffer.speech_started","event_id":"event_1","audio_start_ms":5}""");
        Assert.Contains(await EventCheck.MistakesAsync(log), mistake => mistake.Contains("item_id", StringComparison.Ordinal));
    }

    [SchemaFact]
    public async Task A_delta_after_the_end_is_found()
    {
        const string Ids = "\"response_id\":\"resp_1\",\"item_id\":\"item_1\",\"output_index\":0,\"content_index\":0";
        var log = Log($$"""{"type":"response.output_text.delta","event_id":"event_1",{{Ids}},"delta":"late"}""");
        Assert.NotEmpty(await EventCheck.MistakesAsync(log));
    }

    private string Log(string json)
    {
        var log = new EventLog(_folder.FullName, "broken", "ga");
        log.Add(System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject());
        return log.Path;
    }
}
