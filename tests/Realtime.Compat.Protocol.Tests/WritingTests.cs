using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests;

public class WritingTests
{
    [SchemaTheory]
    [InlineData("ga")]
    [InlineData("beta")]
    public async Task Every_event_satisfies_the_schema(string name)
    {
        var dialect = Json.Dialect(name);
        var output = new ArrayBufferWriter<byte>();
        for (var seed = 0; seed < 30; seed++)
        {
            foreach (var serverEvent in new Samples(seed).Events())
            {
                output.ResetWrittenCount();
                if (dialect.Write(serverEvent, output))
                    await SchemaValidator.AssertValidAsync(name, "server", output.WrittenMemory);
            }
        }
    }

    [Fact]
    public void The_samples_hold_every_event()
    {
        var declared = typeof(ServerEvent).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>();

        Assert.Equal(declared.Select(derived => derived.DerivedType).ToHashSet(), new Samples(0).Events().Select(e => e.GetType()).ToHashSet());
    }

    [Theory]
    [InlineData("ga")]
    [InlineData("beta")]
    public void Type_comes_first_and_then_the_event_id(string name)
    {
        foreach (var serverEvent in new Samples(1).Events())
        {
            var output = new ArrayBufferWriter<byte>();
            if (!Json.Dialect(name).Write(serverEvent, output))
                continue;
            using var document = JsonDocument.Parse(output.WrittenMemory);
            var properties = document.RootElement.EnumerateObject().Select(property => property.Name).ToArray();
            Assert.Equal(["type", "event_id"], properties[..2]);
            Assert.Equal(properties.Length, properties.Distinct().Count());
        }
    }

    [Theory]
    [InlineData(typeof(ConversationItemAdded), "conversation.item.created")]
    [InlineData(typeof(ResponseOutputTextDelta), "response.text.delta")]
    [InlineData(typeof(ResponseOutputTextDone), "response.text.done")]
    [InlineData(typeof(ResponseOutputAudioDelta), "response.audio.delta")]
    [InlineData(typeof(ResponseOutputAudioDone), "response.audio.done")]
    [InlineData(typeof(ResponseOutputAudioTranscriptDelta), "response.audio_transcript.delta")]
    [InlineData(typeof(ResponseOutputAudioTranscriptDone), "response.audio_transcript.done")]
    [InlineData(typeof(ResponseContentPartAdded), "response.content_part.added")]
    public void Beta_has_its_own_names(Type type, string name)
    {
        var json = Json.Parse(Dialect.Beta.Write(new Samples(0).Events().Single(e => e.GetType() == type)));

        Assert.Equal(name, json.GetProperty("type").GetString());
    }

    [Fact]
    public void Only_beta_hears_that_the_conversation_was_created()
    {
        var created = new ConversationCreated { Conversation = new ConversationReference { Id = "conv_1" } };

        Assert.False(Dialect.Ga.Write(created, new ArrayBufferWriter<byte>()));
        Assert.Equal("""{"id":"conv_1","object":"realtime.conversation"}""", Json.Parse(Dialect.Beta.Write(created)).GetProperty("conversation").GetRawText());
    }

    [Theory]
    [InlineData("session.audio.output.voice", "session.voice")]
    [InlineData("session.audio.output.speed", "session.speed")]
    [InlineData("response.audio.output.voice", "response.voice")]
    [InlineData("previous_item_id", "previous_item_id")]
    public void An_error_names_the_field_as_the_dialect_has_it(string param, string inBeta)
    {
        var error = new ErrorEvent { Details = new RealtimeError { Code = "c", Message = "m", Param = param } };

        Assert.Equal(param, Json.Parse(Dialect.Ga.Write(error)).GetProperty("error").GetProperty("param").GetString());
        Assert.Equal(inBeta, Json.Parse(Dialect.Beta.Write(error)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public void Wishes_for_a_transcription_are_shown_once_they_were_sent()
    {
        var session = new SessionConfiguration { Id = "sess_1", Model = "m", ExpiresAt = 1, Transcription = new Transcription { Model = "w" } };
        Assert.Equal("""{"model":"w","language":null,"prompt":null}""", Written(session));
        Assert.Equal(
            """{"model":"w","language":null,"prompt":null,"languages":["en"],"keywords":["Ada"],"delay":"low"}""",
            Written(session with { Transcription = session.Transcription with { Languages = ["en"], Keywords = ["Ada"], Delay = "low" } }));

        static string Written(SessionConfiguration session) => Json.Parse(Dialect.Ga.Write(new SessionUpdated { Session = session }))
            .GetProperty("session").GetProperty("audio").GetProperty("input").GetProperty("transcription").GetRawText();
    }

    [Fact]
    public void Beta_reads_a_forced_function_as_a_required_tool()
    {
        var session = new SessionConfiguration { Id = "sess_1", Model = "m", ExpiresAt = 1, ToolChoice = ToolChoice.Function("f") };

        Assert.Equal("required", Json.Parse(Dialect.Beta.Write(new SessionUpdated { Session = session })).GetProperty("session").GetProperty("tool_choice").GetString());
    }

    [Theory]
    [InlineData(typeof(ConversationItemDone))]
    [InlineData(typeof(InputAudioBufferTimeoutTriggered))]
    public void Beta_leaves_out_what_it_never_had(Type type)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.False(Dialect.Beta.Write(new Samples(0).Events().Single(e => e.GetType() == type), output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("ga", "output_text", "output_audio")]
    [InlineData("beta", "text", "audio")]
    public void Parts_of_the_assistant_are_named_by_dialect(string name, string text, string audio)
    {
        var item = new MessageItem { Id = "item_1", Role = Role.Assistant, Content = [new OutputText { Text = "a" }, new OutputAudio { Transcript = "b" }] };

        var json = Json.Parse(Json.Dialect(name).Write(new ConversationItemAdded { PreviousItemId = null, Item = item }));

        Assert.Equal([text, audio], json.GetProperty("item").GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
    }

    [Fact]
    public void Beta_tells_transcription_sessions_apart_by_event()
    {
        var session = new SessionConfiguration { Id = "sess_1", Model = "m", ExpiresAt = 1, Kind = SessionKind.Transcription };

        Assert.StartsWith("""{"type":"transcription_session.created","event_id":"e1",""", Dialect.Beta.Write(new SessionCreated { EventId = "e1", Session = session }), StringComparison.Ordinal);
        Assert.StartsWith("""{"type":"transcription_session.updated","event_id":"e2",""", Dialect.Beta.Write(new SessionUpdated { EventId = "e2", Session = session }), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_stays_readable()
    {
        var json = Dialect.Ga.Write(new InputAudioTranscriptionDelta { ItemId = "i", ContentIndex = 0, Delta = "Größe 世界 'x' <y> +" });

        Assert.Contains("\"Größe 世界 'x' <y> +\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Audio_is_base64()
    {
        byte[] audio = [0, 255, 254, 62, 63, 1];
        var done = new ResponseOutputAudioDelta { ResponseId = "r", ItemId = "i", OutputIndex = 0, ContentIndex = 0, Delta = audio };

        Assert.Equal(audio, Json.Parse(Dialect.Ga.Write(done)).GetProperty("delta").GetBytesFromBase64());
    }

    [Fact]
    public void Writing_audio_makes_no_copy_of_it()
    {
        var delta = new ResponseOutputAudioDelta { ResponseId = "r", ItemId = "i", OutputIndex = 0, ContentIndex = 0, Delta = new byte[4800] };
        var output = new ArrayBufferWriter<byte>(1 << 16);
        for (var i = 0; i < 200; i++)
            Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Write();
        var perEvent = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        Assert.InRange(perEvent, 0, delta.Delta.Length / 10);

        void Write()
        {
            output.ResetWrittenCount();
            Dialect.Ga.Write(delta, output);
        }
    }
}
