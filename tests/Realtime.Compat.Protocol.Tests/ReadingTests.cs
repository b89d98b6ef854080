using System.Text;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests;

public class ReadingTests
{
    [SharedDataFact("protocol/samples/good_client_ga.jsonl")]
    public void Every_good_sample_is_accepted()
    {
        foreach (var line in File.ReadLines(SharedData.PathOf("protocol", "samples", "good_client_ga.jsonl")))
            Assert.StartsWith("event_", Dialect.Ga.Read<ClientEvent>(line).EventId, StringComparison.Ordinal);
    }

    [SharedDataFact("protocol/samples/bad_client_ga.jsonl")]
    public void Every_bad_sample_is_refused_with_its_event_id()
    {
        foreach (var line in File.ReadLines(SharedData.PathOf("protocol", "samples", "bad_client_ga.jsonl")))
            Assert.StartsWith("event_", Dialect.Ga.ReadError(line).EventId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ga")]
    [InlineData("beta")]
    public void Events_spelled_alike(string name)
    {
        var dialect = Json.Dialect(name);

        dialect.Read<InputAudioBufferCommit>("""{"type":"input_audio_buffer.commit"}""");
        dialect.Read<InputAudioBufferClear>("""{"type":"input_audio_buffer.clear","event_id":null}""");
        dialect.Read<OutputAudioBufferClear>("""{"type":"output_audio_buffer.clear"}""");
        Assert.Equal("item_1", dialect.Read<ConversationItemDelete>("""{"type":"conversation.item.delete","item_id":"item_1"}""").ItemId);
        Assert.Equal("item_1", dialect.Read<ConversationItemRetrieve>("""{"type":"conversation.item.retrieve","item_id":"item_1"}""").ItemId);
        Assert.Null(dialect.Read<ResponseCancel>("""{"type":"response.cancel"}""").ResponseId);
        Assert.Equal("resp_1", dialect.Read<ResponseCancel>("""{"type":"response.cancel","response_id":"resp_1"}""").ResponseId);
        Assert.False(dialect.Read<ResponseCreate>("""{"type":"response.create"}""").Response.OutOfBand);
        Assert.Equal(
            new ConversationItemTruncate { EventId = "e", ItemId = "item_1", ContentIndex = 0, AudioEndMs = 1500 },
            dialect.Read<ConversationItemTruncate>("""{"audio_end_ms":1500.0,"content_index":0,"item_id":"item_1","type":"conversation.item.truncate","event_id":"e"}"""));
    }

    [Fact]
    public void A_GA_session_update_in_full()
    {
        var patch = Dialect.Ga.Read<SessionUpdate>("""
            {"type":"session.update","session":{"type":"realtime","model":"gpt-realtime-2.1","output_modalities":["text"],"instructions":"","tools":[
              {"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],"tool_choice":{"type":"function","name":"f"},
              "max_output_tokens":"inf","tracing":"auto","prompt":null,"include":["item.input_audio_transcription.logprobs"],
              "truncation":{"type":"retention_ratio","retention_ratio":0.5,"token_limits":{"post_instructions":10}},
              "reasoning":{"effort":"low"},"parallel_tool_calls":true,
              "audio":{"input":{"format":{"type":"audio/pcm"},"transcription":{"model":"gpt-4o-mini-transcribe","language":"de"},"noise_reduction":null,
                "turn_detection":{"type":"semantic_vad","eagerness":"high","interrupt_response":false}},
                "output":{"format":{"type":"audio/pcmu","rate":8000},"voice":{"id":"voice_1"},"speed":1.25}}}}
            """).Session;

        Assert.Equal("gpt-realtime-2.1", patch.Model.Or(""));
        Assert.Equal(Modality.Text, patch.OutputModality.Or(Modality.Audio));
        Assert.Equal("", patch.Instructions.Or("x"));
        var tool = Assert.IsType<FunctionTool>(Assert.Single(patch.Tools.Or([])));
        Assert.Equal(("f", "d", """{"type":"object"}"""), (tool.Name, tool.Description, tool.Parameters!.Value.GetRawText()));
        Assert.Equal(ToolChoice.Function("f"), patch.ToolChoice.Or(ToolChoice.Auto));
        Assert.Null(patch.MaxOutputTokens.Or(5));
        Assert.Equal("auto", patch.Tracing.Or(null)!.Value.GetString());
        Assert.True(patch.Prompt is { IsPresent: true });
        Assert.Single(patch.Include.Or(null)!);
        Assert.Equal(
            new Truncation { Mode = TruncationMode.RetentionRatio, RetentionRatio = 0.5, PostInstructionsTokenLimit = 10 },
            patch.Truncation.Or(Truncation.Auto));
        Assert.Equal("low", patch.Reasoning.Or(null)!.Value.GetProperty("effort").GetString());
        Assert.True(patch.ParallelToolCalls.Or(null));
        Assert.Equal(AudioFormat.Pcm16, patch.InputFormat.Or(AudioFormat.G711Alaw));
        Assert.Equal(new Transcription { Model = "gpt-4o-mini-transcribe", Language = "de" }, patch.Transcription.Or(null));
        Assert.True(patch.NoiseReduction.IsPresent);
        Assert.Null(patch.NoiseReduction.Or(NoiseReduction.NearField));
        Assert.Equal(new SemanticVad { Eagerness = Eagerness.High, InterruptResponse = false }, patch.TurnDetection.Or(null));
        Assert.Equal(AudioFormat.G711Ulaw, patch.OutputFormat.Or(AudioFormat.Pcm16));
        Assert.Equal("voice_1", patch.Voice.Or(""));
        Assert.Equal(1.25, patch.Speed.Or(1));
        Assert.False(patch.Temperature.IsPresent);
    }

    [Fact]
    public void A_beta_session_update_in_full()
    {
        var patch = Dialect.Beta.Read<SessionUpdate>("""
            {"type":"session.update","session":{"model":"m","modalities":["audio","text"],"instructions":"x","voice":"verse","input_audio_format":"g711_ulaw",
              "output_audio_format":"pcm16","input_audio_transcription":null,"turn_detection":null,"input_audio_noise_reduction":{"type":"near_field"},
              "tools":[{"type":"function","name":"f","description":null,"parameters":{}}],"tool_choice":{"type":"function","function":{"name":"f"}},
              "temperature":0.8,"max_response_output_tokens":4096,"speed":1,"tracing":null}}
            """).Session;

        Assert.Equal(SessionKind.Realtime, patch.Kind);
        Assert.Equal(Modality.Audio, patch.OutputModality.Or(Modality.Text));
        Assert.Equal(AudioFormat.G711Ulaw, patch.InputFormat.Or(AudioFormat.Pcm16));
        Assert.True(patch.TurnDetection.IsPresent);
        Assert.Null(patch.TurnDetection.Or(new ServerVad()));
        Assert.Equal(NoiseReduction.NearField, patch.NoiseReduction.Or(null));
        Assert.Equal(ToolChoice.Function("f"), patch.ToolChoice.Or(ToolChoice.Auto));
        Assert.Equal(0.8, patch.Temperature.Or(0));
        Assert.Equal(4096, patch.MaxOutputTokens.Or(null));
    }

    [Fact]
    public void Wishes_for_a_transcription_in_full()
    {
        var transcription = Dialect.Ga.Read<SessionUpdate>("""
            {"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":
              {"model":"gpt-live-transcribe","language":null,"languages":["en","de"],"keywords":["Ada"],"prompt":"p","delay":"low"}}}}}
            """).Session.Transcription.Or(null)!;

        Assert.Equal(("gpt-live-transcribe", null, "p", "low"), (transcription.Model, transcription.Language, transcription.Prompt, transcription.Delay));
        Assert.Equal(["en", "de"], transcription.Languages!);
        Assert.Equal(["Ada"], transcription.Keywords!);
    }

    [Fact]
    public void Beta_takes_what_came_late()
    {
        var patch = Dialect.Beta.Read<SessionUpdate>("""
            {"type":"session.update","session":{"truncation":"disabled","include":["item.input_audio_transcription.logprobs"],"prompt":{"id":"p"}}}
            """).Session;

        Assert.Equal(Truncation.Disabled, patch.Truncation.Or(Truncation.Auto));
        Assert.Single(patch.Include.Or(null)!);
        Assert.True(patch.Prompt.IsPresent);
    }

    [Theory]
    [InlineData("ga", """{"type":"session.update","session":{"type":"transcription","include":null,"audio":{"input":{"turn_detection":{"type":"none"}}}}}""")]
    [InlineData("beta", """{"type":"transcription_session.update","session":{"modalities":["text"],"turn_detection":{"type":"none"}}}""")]
    public void A_transcription_session_without_turn_detection(string name, string json)
    {
        var patch = Json.Dialect(name).Read<SessionUpdate>(json).Session;

        Assert.Equal(SessionKind.Transcription, patch.Kind);
        Assert.True(patch.TurnDetection.IsPresent);
        Assert.Null(patch.TurnDetection.Or(new ServerVad()));
    }

    [Fact]
    public void A_turn_detection_is_filled_with_defaults()
    {
        var patch = Dialect.Beta.Read<SessionUpdate>("""{"type":"session.update","session":{"turn_detection":{"threshold":0.7}}}""").Session;

        Assert.Equal(new ServerVad { Threshold = 0.7 }, patch.TurnDetection.Or(null));
    }

    [Fact]
    public void A_GA_response_in_full()
    {
        var response = Dialect.Ga.Read<ResponseCreate>("""
            {"type":"response.create","response":{"output_modalities":["audio"],"instructions":"i","audio":{"output":{"format":{"type":"audio/pcma"},"voice":"cedar"}},
              "tools":[],"tool_choice":"required","parallel_tool_calls":true,"reasoning":{"effort":"xhigh"},"prompt":null,"max_output_tokens":12,"conversation":"none",
              "metadata":{"a":"b"},"input":[{"type":"item_reference","id":"item_1"},{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}]}}
            """).Response;

        Assert.Equal((Modality.Audio, "i", AudioFormat.G711Alaw, "cedar"), (response.OutputModality, response.Instructions, response.OutputFormat, response.Voice));
        Assert.Empty(response.Tools!);
        Assert.Equal(ToolChoice.Required, response.ToolChoice);
        Assert.Equal((true, "xhigh"), (response.ParallelToolCalls, response.Reasoning!.Value.GetProperty("effort").GetString()));
        Assert.Equal(12, response.MaxOutputTokens.Or(null));
        Assert.True(response.OutOfBand);
        Assert.Equal("b", response.Metadata!["a"]);
        Assert.Equal(new ItemReference { Id = "item_1" }, response.Input![0]);
        Assert.Equal("Hi", Assert.IsType<InputText>(Assert.Single(Assert.IsType<MessageItem>(response.Input[1]).Content)).Text);
    }

    [Fact]
    public void A_beta_response_in_full()
    {
        var response = Dialect.Beta.Read<ResponseCreate>("""
            {"type":"response.create","response":{"modalities":["text"],"instructions":"i","voice":"v","output_audio_format":"g711_alaw","temperature":1.2,
              "max_output_tokens":9,"conversation":"auto","metadata":null,"input":[
                {"type":"message","role":"user","content":[{"type":"item_reference","id":"item_1"},{"type":"input_text","text":"Hi"}]},{"type":"item_reference","id":"item_2"}]}}
            """).Response;

        Assert.Equal((Modality.Text, AudioFormat.G711Alaw, 1.2), (response.OutputModality, response.OutputFormat, response.Temperature));
        Assert.Equal(9, response.MaxOutputTokens.Or(null));
        Assert.Null(response.Metadata);
        Assert.False(response.OutOfBand);
        Assert.Equal(["item_1", "", "item_2"], response.Input!.Select(item => item.Id));
        Assert.IsType<InputText>(Assert.Single(Assert.IsType<MessageItem>(response.Input![1]).Content));
    }

    [Fact]
    public void Parts_of_a_user_message()
    {
        var message = Item<MessageItem>(Dialect.Ga, """
            {"id":"msg_001","type":"message","object":"realtime.item","status":"completed","role":"user","content":[{"type":"input_text","text":"a"},
             {"type":"input_audio","audio":"AAEC\/w=="},{"type":"input_audio","transcript":"said"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}]}
            """);

        Assert.Equal("msg_001", message.Id);
        Assert.Equal("a", ((InputText)message.Content[0]).Text);
        Assert.Equal([0, 1, 2, 255], ((InputAudio)message.Content[1]).Audio!.Value.ToArray());
        Assert.Equal("said", ((InputAudio)message.Content[2]).Transcript);
        Assert.Null(((InputAudio)message.Content[2]).Audio);
        Assert.Equal("low", ((InputImage)message.Content[3]).Detail);
    }

    [Theory]
    [InlineData("ga", "output_text", "output_audio")]
    [InlineData("beta", "text", "audio")]
    public void Parts_of_an_assistant_message(string name, string text, string audio)
    {
        var message = Item<MessageItem>(
            Json.Dialect(name),
            $$"""{"type":"message","role":"assistant","content":[{"type":"{{text}}","text":"a"},{"type":"{{audio}}","transcript":"b","audio":null}]}""");

        Assert.Equal("a", ((OutputText)message.Content[0]).Text);
        Assert.Equal("b", ((OutputAudio)message.Content[1]).Transcript);
    }

    [Fact]
    public void Function_calls_and_outputs()
    {
        var call = Item<FunctionCallItem>(Dialect.Ga, """{"type":"function_call","name":"f","arguments":"{}","status":"in_progress"}""");
        Assert.StartsWith("call_", call.CallId, StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Completed, call.Status);
        Assert.Equal("", call.Id);
        var output = Item<FunctionCallOutputItem>(Dialect.Beta, """{"type":"function_call_output","call_id":"call_1","output":""}""");
        Assert.Equal(("call_1", ""), (output.CallId, output.Output));
    }

    [Fact]
    public void Of_a_field_given_twice_the_last_counts() =>
        Assert.Equal("b", Dialect.Ga.Read<ConversationItemDelete>("""{"type":"conversation.item.delete","item_id":"a","item_id":"b"}""").ItemId);

    [Fact]
    public void Escaped_text_is_read_as_text() =>
        Assert.Equal("ü😀", Dialect.Ga.Read<ConversationItemDelete>("""{"type":"conversation.item.del\u0065te","item_id":"\u00fc\ud83d\ude00"}""").ItemId);

    [Fact]
    public void What_a_client_sends_can_be_told_back()
    {
        var patch = Dialect.Ga.Read<SessionUpdate>(Encoding.UTF8.GetString(Json.Utf8(
            """{"type":"session.update","session":{"type":"realtime","tracing":{"metadata":{"\ud83d\ude00":[1e999,"\u0000"]}}}}"""))).Session;
        var session = new SessionConfiguration { Id = "s", Model = "m", ExpiresAt = 1, Tracing = patch.Tracing.Or(null) };

        Json.Parse(Dialect.Ga.Write(new ServerEvents.SessionUpdated { Session = session }));
    }

    private static T Item<T>(Dialect dialect, string item)
        where T : ConversationItem =>
        Assert.IsType<T>(dialect.Read<ConversationItemCreate>($$"""{"type":"conversation.item.create","previous_item_id":"root","item":{{item}}}""").Item);
}
