using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>Sessions and responses to the letter: clients that record them compare keys and their order.</summary>
public class ShapeTests
{
    private static readonly SessionConfiguration Fresh = new() { Id = "sess_1", Model = "gpt-realtime", ExpiresAt = 1756324625, Instructions = "x" };

    private static readonly RealtimeResponse Response = new()
    {
        Id = "resp_1",
        Status = ResponseStatus.Completed,
        Output = [new MessageItem { Id = "item_a1", Role = Role.Assistant, Content = [new OutputAudio { Transcript = "Hello." }] }],
        ConversationId = "conv_1",
        OutputModality = Modality.Audio,
        MaxOutputTokens = null,
        OutputFormat = AudioFormat.Pcm16,
        Voice = "marin",
        Temperature = 0.8,
        Usage = new ResponseUsage
        {
            InputTokenDetails = new InputTokenDetails { CachedTokens = 1, TextTokens = 2, AudioTokens = 3 },
            OutputTokenDetails = new OutputTokenDetails { TextTokens = 4, AudioTokens = 5 },
        },
        Metadata = new Dictionary<string, string> { ["client_event_id"] = "x" },
    };

    [Fact]
    public void A_fresh_GA_session() => Assert.Equal(
        """{"type":"session.created","event_id":"e","session":{"type":"realtime","object":"realtime.session","id":"sess_1","model":"gpt-realtime","output_modalities":["audio"],"instructions":"x","tools":[],"tool_choice":"auto","max_output_tokens":"inf","tracing":null,"truncation":"auto","prompt":null,"expires_at":1756324625,"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,"idle_timeout_ms":null,"create_response":true,"interrupt_response":true}},"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"alloy","speed":1}},"include":null}}""",
        Dialect.Ga.Write(new SessionCreated { EventId = "e", Session = Fresh }));

    [Fact]
    public void A_GA_transcription_session() => Assert.Equal(
        """{"type":"session.created","event_id":"e","session":{"type":"transcription","object":"realtime.transcription_session","id":"sess_1","expires_at":1756324625,"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"whisper-1","language":null,"prompt":null},"noise_reduction":{"type":"far_field"},"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,"idle_timeout_ms":null}}},"include":null}}""",
        Dialect.Ga.Write(new SessionCreated
        {
            EventId = "e",
            Session = Fresh with
            {
                Kind = SessionKind.Transcription,
                Transcription = new Transcription { Model = "whisper-1" },
                NoiseReduction = NoiseReduction.FarField,
            },
        }));

    [Fact]
    public void A_fresh_beta_session() => Assert.Equal(
        """{"type":"session.created","event_id":"e","session":{"id":"sess_1","object":"realtime.session","model":"gpt-realtime","expires_at":1756324625,"modalities":["text","audio"],"instructions":"x","voice":"alloy","input_audio_format":"pcm16","output_audio_format":"pcm16","input_audio_transcription":null,"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,"create_response":true,"interrupt_response":true},"input_audio_noise_reduction":null,"tools":[],"tool_choice":"auto","temperature":0.8,"max_response_output_tokens":"inf","speed":1,"tracing":null,"include":null,"prompt":null,"client_secret":null}}""",
        Dialect.Beta.Write(new SessionCreated { EventId = "e", Session = Fresh }));

    [Fact]
    public void What_a_session_was_told()
    {
        var session = Json.Parse(Dialect.Ga.Write(new SessionUpdated
        {
            Session = Fresh with
            {
                OutputModality = Modality.Text,
                InputFormat = AudioFormat.G711Ulaw,
                OutputFormat = AudioFormat.G711Alaw,
                TurnDetection = new SemanticVad { Eagerness = Eagerness.High },
                Tools = [new FunctionTool { Name = "f", Description = "d", Parameters = Json.Parse("""{"type":"object"}""") }],
                ToolChoice = ToolChoice.Function("f"),
                MaxOutputTokens = 100,
                Truncation = new Truncation { Mode = TruncationMode.RetentionRatio, RetentionRatio = 0.5, PostInstructionsTokenLimit = 7 },
                Tracing = Json.Parse("\"auto\""),
                Reasoning = Json.Parse("""{"effort":"low"}"""),
                ParallelToolCalls = false,
            },
        })).GetProperty("session");

        Assert.Equal("""["text"]""", session.GetProperty("output_modalities").GetRawText());
        Assert.Equal("""{"type":"audio/pcmu"}""", session.GetProperty("audio").GetProperty("input").GetProperty("format").GetRawText());
        Assert.Equal("""{"type":"audio/pcma"}""", session.GetProperty("audio").GetProperty("output").GetProperty("format").GetRawText());
        Assert.Equal(
            """{"type":"semantic_vad","eagerness":"high","create_response":true,"interrupt_response":true}""",
            session.GetProperty("audio").GetProperty("input").GetProperty("turn_detection").GetRawText());
        Assert.Equal("""[{"type":"function","name":"f","description":"d","parameters":{"type":"object"}}]""", session.GetProperty("tools").GetRawText());
        Assert.Equal("""{"type":"function","name":"f"}""", session.GetProperty("tool_choice").GetRawText());
        Assert.Equal(100, session.GetProperty("max_output_tokens").GetInt32());
        Assert.Equal("""{"type":"retention_ratio","retention_ratio":0.5,"token_limits":{"post_instructions":7}}""", session.GetProperty("truncation").GetRawText());
        Assert.Equal("\"auto\"", session.GetProperty("tracing").GetRawText());
        Assert.Equal("""{"effort":"low"}""", session.GetProperty("reasoning").GetRawText());
        Assert.False(session.GetProperty("parallel_tool_calls").GetBoolean());
    }

    [Fact]
    public void A_GA_response() => Assert.Equal(
        """{"type":"response.done","event_id":"e","response":{"object":"realtime.response","id":"resp_1","status":"completed","status_details":null,"output":[{"type":"message","id":"item_a1","object":"realtime.item","status":"completed","role":"assistant","content":[{"type":"output_audio","transcript":"Hello."}]}],"conversation_id":"conv_1","output_modalities":["audio"],"max_output_tokens":"inf","audio":{"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin"}},"usage":{"total_tokens":14,"input_tokens":5,"output_tokens":9,"input_token_details":{"cached_tokens":1,"text_tokens":2,"audio_tokens":3,"image_tokens":0,"cached_tokens_details":{"text_tokens":0,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":4,"audio_tokens":5}},"metadata":{"client_event_id":"x"}}}""",
        Dialect.Ga.Write(new ResponseDone { EventId = "e", Response = Response }));

    [Fact]
    public void A_beta_response() => Assert.Equal(
        """{"type":"response.done","event_id":"e","response":{"object":"realtime.response","id":"resp_1","status":"completed","status_details":null,"output":[{"type":"message","id":"item_a1","object":"realtime.item","status":"completed","role":"assistant","content":[{"type":"audio","transcript":"Hello."}]}],"conversation_id":"conv_1","modalities":["text","audio"],"voice":"marin","output_audio_format":"pcm16","temperature":0.8,"max_output_tokens":"inf","usage":{"total_tokens":14,"input_tokens":5,"output_tokens":9,"input_token_details":{"cached_tokens":1,"text_tokens":2,"audio_tokens":3,"cached_tokens_details":{"text_tokens":0,"audio_tokens":0}},"output_token_details":{"text_tokens":4,"audio_tokens":5}},"metadata":{"client_event_id":"x"}}}""",
        Dialect.Beta.Write(new ResponseDone { EventId = "e", Response = Response }));
}
