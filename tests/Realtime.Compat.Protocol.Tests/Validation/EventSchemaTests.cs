using System.Text;
using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;
using Realtime.Compat.Testing;
using Xunit.Abstractions;

namespace Realtime.Compat.Protocol.Tests.Validation;

/// <summary>Our reading of the schema, against ajv's.</summary>
public sealed class EventSchemaTests(ITestOutputHelper output)
{
    private static readonly string[] BetaClientEvents =
    [
        """{"type":"session.update","event_id":"e","session":{"modalities":["text","audio"],"instructions":"x","voice":"alloy","input_audio_format":"pcm16","output_audio_format":"g711_ulaw","input_audio_transcription":{"model":"whisper-1"},"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200},"tools":[{"type":"function","name":"f","description":"d","parameters":{}}],"tool_choice":"auto","temperature":0.8,"max_response_output_tokens":"inf"}}""",
        """{"type":"transcription_session.update","session":{"input_audio_format":"pcm16","input_audio_transcription":{"model":"whisper-1","language":"de"},"turn_detection":null}}""",
        """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"},{"type":"input_audio","audio":"AAAA"}]}}""",
        """{"type":"response.create","response":{"modalities":["text"],"instructions":"x","conversation":"none","metadata":{"a":"b"},"max_response_output_tokens":200}}""",
        """{"type":"input_audio_buffer.append","audio":"AAAA"}""",
        """{"type":"input_audio_buffer.commit"}""",
        """{"type":"conversation.item.truncate","item_id":"item_1","content_index":0,"audio_end_ms":10}""",
        """{"type":"response.cancel","response_id":"resp_1"}""",
    ];

    private static readonly string[] GaClientEvents =
    [
        """{"type":"session.update","session":{"type":"realtime","model":"m","output_modalities":["audio"],"instructions":"x","audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"whisper-1"},"noise_reduction":{"type":"near_field"},"turn_detection":{"type":"semantic_vad","eagerness":"low"}},"output":{"format":{"type":"audio/pcmu"},"voice":"marin","speed":1.0}},"tools":[{"type":"function","name":"f","parameters":{}},{"type":"mcp","server_label":"s","server_url":"https://localhost"}],"tool_choice":{"type":"function","name":"f"},"max_output_tokens":100,"truncation":{"type":"retention_ratio","retention_ratio":0.5},"tracing":"auto","include":["item.input_audio_transcription.logprobs"]}}""",
        """{"type":"session.update","session":{"type":"transcription","audio":{"input":{"transcription":{"model":"gpt-4o-transcribe","language":"de"}}}}}""",
        """{"type":"conversation.item.create","previous_item_id":"root","item":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}}""",
        """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}]}}""",
        """{"type":"response.create","response":{"output_modalities":["text"],"conversation":"none","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}],"max_output_tokens":"inf","tool_choice":"none"}}""",
    ];

    [SharedDataFact("protocol/realtime.lenient.schema.json")]
    public void Samples_are_judged_as_their_names_say()
    {
        Assert.All(Wire.Sample("good_ga.jsonl"), json => Assert.Empty(Wire.Schema.Errors(Dialect.Ga, EventSide.Server, json)));
        Assert.All(Wire.Sample("good_beta.jsonl"), json => Assert.Empty(Wire.Schema.Errors(Dialect.Beta, EventSide.Server, json)));
        Assert.All(Wire.Sample("good_client_ga.jsonl"), json => Assert.Empty(Wire.Schema.Errors(Dialect.Ga, EventSide.Client, json)));
        Assert.All(Wire.Sample("bad_ga.jsonl"), json => Assert.NotEmpty(Wire.Schema.Errors(Dialect.Ga, EventSide.Server, json)));
        Assert.All(Wire.Sample("bad_client_ga.jsonl"), json => Assert.NotEmpty(Wire.Schema.Errors(Dialect.Ga, EventSide.Client, json)));
    }

    [SchemaTheory]
    [InlineData("ga", EventSide.Server)]
    [InlineData("beta", EventSide.Server)]
    [InlineData("ga", EventSide.Client)]
    [InlineData("beta", EventSide.Client)]
    public async Task Mutated_events_get_the_verdict_that_ajv_gives(string dialect, EventSide side)
    {
        const int Mutations = 1500;
        var corpus = Corpus(dialect, side);
        var mutator = new EventMutator(seed: 20_250_701, corpus);
        var random = new Random(7);
        var (valid, invalid) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var json = mutator.Mutate(corpus[random.Next(corpus.Count)]);
            var theirs = await SchemaValidator.ErrorsAsync(dialect, side is EventSide.Server ? "server" : "client", json);
            var ours = Wire.Schema.Errors(Json.Dialect(dialect), side, json);
            Assert.True(theirs.Count == 0 == (ours.Count == 0), $"ajv: [{string.Join("; ", theirs)}], ours: [{string.Join("; ", ours)}]\n{json.GetRawText()}");
            if (theirs.Count == 0)
                valid++;
            else
                invalid++;
        }

        output.WriteLine($"{dialect} {side}: {Mutations} of {Mutations} verdicts agree, {valid} valid, {invalid} invalid.");
        Assert.InRange(valid, Mutations / 50, Mutations * 49 / 50);
    }

    [SharedDataTheory("protocol/realtime.lenient.schema.json")]
    [InlineData("""{"type":"error","event_id":"e","error":{"message":"x"}}""", "error.type: is missing")]
    [InlineData("""{"type":"no.such","event_id":"e"}""", "type: there is no such ga server event")]
    [InlineData("""{"event_id":"e"}""", "type: is missing")]
    [InlineData("[1]", "type: is missing")]
    [InlineData("""{"type":"response.output_audio.delta","event_id":"e","response_id":"r","item_id":"i","output_index":"0","content_index":0,"delta":"AAAA"}""", "output_index: must be integer")]
    [InlineData("""{"type":"conversation.item.added","event_id":"e","item":{"type":"message","role":"user","content":[{"type":"input_txt","text":"secret"}]}}""", """item.content[0].type: must be "input_text" or "input_audio" or "input_image" """)]
    [InlineData("""{"type":"conversation.item.added","event_id":"e","item":{"type":"msg"}}""", "item.type: must be \"message\" or ")]
    [InlineData("""{"type":"conversation.item.added","event_id":"e","item":{"type":"function_call","name":"f"}}""", "item.arguments: is missing")]
    public void A_sentence_names_the_place_and_the_rule_but_not_the_content(string json, string sentence)
    {
        var errors = Wire.Schema.Errors(Dialect.Ga, EventSide.Server, Json.Parse(json));

        Assert.Contains(errors, error => error.StartsWith(sentence.TrimEnd(), StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"$defs":{}}""")]
    [InlineData("""{"$defs":{"RealtimeClientEventGA":{"oneOf":[{"$ref":"#/$defs/A"}]},"A":{"properties":{"type":{"const":"a"},"b":{"not":{}}}}}}""")]
    public void What_is_not_understood_is_refused(string schema) =>
        Assert.Throws<FormatException>(() => EventSchema.Parse(Encoding.UTF8.GetBytes(schema)));

    private static List<JsonElement> Corpus(string dialect, EventSide side)
    {
        if (side is EventSide.Client)
            return [.. (dialect is "ga" ? Wire.Sample("good_client_ga.jsonl") : []), .. (dialect is "ga" ? GaClientEvents : BetaClientEvents).Select(Json.Parse)];

        var written = Enumerable.Range(0, 4).SelectMany(seed => new Samples(seed).Events());
        return [.. Wire.Sample($"good_{dialect}.jsonl"), .. written.Select(written => WriteOrNull(dialect, written)).OfType<JsonElement>()];
    }

    private static JsonElement? WriteOrNull(string dialect, ServerEvents.ServerEvent serverEvent)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        return Json.Dialect(dialect).Write(serverEvent, buffer) ? Json.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan)) : null;
    }
}
