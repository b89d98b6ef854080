using System.Text;
using System.Text.Json;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>Whatever a client sends, the reader gives an event or an error that can be written, and never throws.</summary>
public class FuzzTests
{
    private static readonly string[] Seeds =
    [
        """{"type":"session.update","event_id":"e","session":{"type":"realtime","tools":[{"type":"function","name":"f","parameters":{"a":1}}],"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"turn_detection":{"type":"server_vad","threshold":0.5}},"output":{"voice":"alloy","speed":1.0}},"tracing":{"metadata":{}},"truncation":{"type":"retention_ratio","retention_ratio":1}}}""",
        """{"type":"session.update","session":{"modalities":["text","audio"],"temperature":0.8,"max_response_output_tokens":"inf","tool_choice":"auto"}}""",
        """{"type":"input_audio_buffer.append","audio":"AAEC\/w=="}""",
        """{"type":"conversation.item.create","previous_item_id":"root","item":{"type":"message","role":"user","content":[{"type":"input_audio","audio":"AAAA"},{"type":"input_text","text":"\u00fc\ud83d\ude00"}]}}""",
        """{"type":"response.create","response":{"metadata":{"a":"b"},"conversation":"none","input":[{"type":"item_reference","id":"x"},{"type":"message","role":"user","content":[{"type":"item_reference","id":"y"}]}]}}""",
        """{"type":"conversation.item.truncate","item_id":"i","content_index":0,"audio_end_ms":500}""",
    ];

    private static readonly string[] Pieces =
    [
        "null", "true", "[]", "{}", "-1", "1e999", "99999999999999999999", "0.5", "\"\"", "\"type\"", "\"\\ud83d\"", "\\u0000", "{\"type\":", "[[[[", "\"id\":7,", "audio", ",", ":", "\"", "\\",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_reader_survives_mutated_messages(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++)
        {
            var message = Mutate(random, Json.Utf8(Seeds[random.Next(Seeds.Length)]));
            foreach (var dialect in new[] { Dialect.Ga, Dialect.Beta })
                Judge(dialect, message);
        }
    }

    [Fact]
    public void The_reader_survives_values_of_every_type_in_every_place()
    {
        string[] values = ["null", "true", "7", "0.5", "\"x\"", "[]", "[null]", "[{}]", "{}", """{"type":"x"}""", """{"type":null}"""];
        foreach (var seed in Seeds)
        {
            foreach (var value in values)
            {
                foreach (var message in Replace(seed, value))
                {
                    Judge(Dialect.Ga, message);
                    Judge(Dialect.Beta, message);
                }
            }
        }
    }

    private static void Judge(Dialect dialect, byte[] message)
    {
        var reading = dialect.Read(message);
        if (reading.IsEvent)
        {
            (reading.Event as InputAudioBufferAppend)?.Dispose();
            return;
        }

        var error = Json.Parse(dialect.Write(new ErrorEvent { Details = reading.Error })).GetProperty("error");
        Assert.Equal(["type", "code", "message", "param", "event_id"], error.EnumerateObject().Select(property => property.Name));
        Assert.NotEmpty(reading.Error.Message);
        foreach (var internals in new[] { "System.", "Exception", "LineNumber", "   at " })
            Assert.DoesNotContain(internals, reading.Error.Message, StringComparison.Ordinal);
    }

    private static byte[] Mutate(Random random, byte[] message)
    {
        var mutated = new List<byte>(message);
        for (var times = random.Next(1, 4); times > 0 && mutated.Count > 0; times--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 20), mutated.Count - at));
                    break;
                case 2:
                    mutated.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    var length = Math.Min(random.Next(1, 40), mutated.Count - at);
                    mutated.InsertRange(random.Next(mutated.Count), mutated.GetRange(at, length));
                    break;
                default:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
            }
        }

        return [.. mutated];
    }

    /// <summary>The message with each of its values, in turn, replaced.</summary>
    private static IEnumerable<byte[]> Replace(string json, string value)
    {
        var spans = new List<(int Start, int End)>();
        var reader = new Utf8JsonReader(Json.Utf8(json));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
                continue;
            var start = (int)reader.TokenStartIndex;
            var inner = reader;
            inner.TrySkip();
            spans.Add((start, (int)inner.BytesConsumed));
        }

        // The seeds are ASCII, so bytes and characters count alike.
        return [.. spans.Select(span => Json.Utf8(json[..span.Start] + value + json[span.End..]))];
    }
}
