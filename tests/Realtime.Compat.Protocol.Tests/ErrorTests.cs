using System.Text;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>What is wrong with a message, in OpenAI's words.</summary>
public class ErrorTests
{
    private const string Update = """{"type":"session.update","event_id":"evt_7","session":""";
    private const string Create = """{"type":"conversation.item.create","event_id":"evt_7","item":""";
    private const string Respond = """{"type":"response.create","event_id":"evt_7","response":""";

    [Theory]
    [InlineData("""{"event_id":"evt_7"}""", "invalid_event", null, "The 'type' field is missing.")]
    [InlineData(Update + """{"audio":{}}}""", "missing_required_parameter", "session.type", "Missing required parameter: 'session.type'.")]
    [InlineData(Update + """{"type":"x"}}""", "invalid_value", "session.type", "Invalid value: 'x'. Supported values are: 'realtime' and 'transcription'.")]
    [InlineData(Update + """{"type":"realtime","temperature":0.8}}""", "unknown_parameter", "session.temperature", "Unknown parameter: 'session.temperature'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"function","name":"f","meta":{}}]}}""", "unknown_parameter", "session.tools[0].meta", "Unknown parameter: 'session.tools[0].meta'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"function"}]}}""", "missing_required_parameter", "session.tools[0].name", "Missing required parameter: 'session.tools[0].name'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","headers":{"a":"b"}}]}}""", "missing_required_parameter", "session.tools[0].server_url", "Missing required parameter: 'session.tools[0].server_url'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_url":"http://x"}]}}""", "missing_required_parameter", "session.tools[0].server_label", "Missing required parameter: 'session.tools[0].server_label'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"file:///etc/passwd"}]}}""", "invalid_value", "session.tools[0].server_url", "Invalid value for an MCP server's URL: expected one that begins with http:// or https://, without a user name in it.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://me:secret@x"}]}}""", "invalid_value", "session.tools[0].server_url", "Invalid value for an MCP server's URL: expected one that begins with http:// or https://, without a user name in it.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","connector_id":"connector_gmail"}]}}""", "invalid_value", "session.tools[0].connector_id", "Invalid value: connectors are part of OpenAI's own service. Give the MCP server's 'server_url' instead.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","tunnel_id":"tunnel_1"}]}}""", "invalid_value", "session.tools[0].tunnel_id", "Invalid value: tunnels are part of OpenAI's own service. Give the MCP server's 'server_url' instead.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x","headers":{"a b":"hush"}}]}}""", "invalid_value", "session.tools[0].headers", "Invalid 'session.tools[0].headers': 'a b' and its value cannot be an HTTP header.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x","headers":{"a":"hush\r\nb: c"}}]}}""", "invalid_value", "session.tools[0].headers", "Invalid 'session.tools[0].headers': 'a' and its value cannot be an HTTP header.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x","authorization":"hush\n"}]}}""", "invalid_value", "session.tools[0].authorization", "Invalid 'session.tools[0].authorization': expected a token of visible ASCII characters.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x","require_approval":"maybe"}]}}""", "invalid_value", "session.tools[0].require_approval", "Invalid value: 'maybe'. Supported values are: 'always' and 'never'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x","allowed_tools":{"names":[]}}]}}""", "unknown_parameter", "session.tools[0].allowed_tools.names", "Unknown parameter: 'session.tools[0].allowed_tools.names'.")]
    [InlineData(Update + """{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"http://x"},{"type":"mcp","server_label":"x","server_url":"http://y"}]}}""", "invalid_value", "session.tools", "Invalid value: two MCP servers have the label 'x'.")]
    [InlineData(Update + """{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":null}}}}}""", "invalid_type", "session.audio.input.turn_detection.create_response", "Invalid type for 'session.audio.input.turn_detection.create_response': expected boolean, got null")]
    [InlineData(Update + """{"type":"realtime","audio":{"input":{"turn_detection":{"type":"nope"}}}}}""", "invalid_value", "session.audio.input.turn_detection.type", "Invalid value: 'nope'. Supported values are: 'server_vad' and 'semantic_vad'.")]
    [InlineData(Update + """{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":16000}}}}}""", "integer_below_min_value", "session.audio.input.format.rate", "Invalid 'session.audio.input.format.rate': integer below minimum value. Expected a value >= 24000, but got 16000 instead.")]
    [InlineData(Update + """{"type":"realtime","max_output_tokens":99999999999999999999}}""", "integer_above_max_value", "session.max_output_tokens", "Invalid 'session.max_output_tokens': integer above maximum value. Expected a value <= 4096, but got 99999999999999999999 instead.")]
    [InlineData(Update + """{"type":"realtime","max_output_tokens":1.5}}""", "invalid_type", "session.max_output_tokens", "Invalid type for 'session.max_output_tokens': expected integer, got number")]
    [InlineData(Update + """{"type":"realtime","max_output_tokens":"all"}}""", "invalid_value", "session.max_output_tokens", "Invalid value: 'all'. Supported values are: 'inf'.")]
    [InlineData(Update + """{"type":"realtime","audio":{"output":{"speed":2}}}}""", "decimal_above_max_value", "session.audio.output.speed", "Invalid 'session.audio.output.speed': decimal above maximum value. Expected a value <= 1.5, but got 2 instead.")]
    [InlineData(Update + """{"type":"realtime","audio":{"output":{"speed":-1e999}}}}""", "decimal_below_min_value", "session.audio.output.speed", "Invalid 'session.audio.output.speed': decimal below minimum value. Expected a value >= 0.25, but got -1e999 instead.")]
    [InlineData(Update + """{"type":"realtime","output_modalities":["text","audio"]}}""", "invalid_value", "session.output_modalities", "Invalid modalities: ['audio', 'text']. Supported combinations are: ['text'] and ['audio'].")]
    [InlineData(Update + """{"type":"realtime","audio":{"output":{"voice":7}}}}""", "invalid_type", "session.audio.output.voice", "Invalid type for 'session.audio.output.voice': expected string or object, got integer")]
    [InlineData(Update + """{"type":"realtime","audio":{"output":{"voice":""}}}}""", "invalid_value", "session.audio.output.voice", "Invalid value: ''. Expected a non-empty string.")]
    [InlineData(Update + """{"type":"transcription","audio":{"output":{}}}}""", "unknown_parameter", "session.audio.output", "Unknown parameter: 'session.audio.output'.")]
    [InlineData(Update + """{"type":"realtime","prompt":{"id":"p","variables":{"a":"x","b":7}}}}""", "invalid_type", "session.prompt.variables.b", "Invalid type for 'session.prompt.variables.b': expected string or object, got integer")]
    [InlineData(Update + """{"type":"realtime","prompt":{"id":"p","variables":{"a":{"type":"x"}}}}}""", "invalid_value", "session.prompt.variables.a.type", "Invalid value: 'x'. Supported values are: 'input_text', 'input_image', and 'input_file'.")]
    [InlineData(Update + """[]}""", "invalid_type", "session", "Invalid type for 'session': expected object, got array")]
    [InlineData(Create + """{"type":"message","role":"user","content":[{"type":"text","text":"x"}]}}""", "invalid_value", "item.content[0].type", "Invalid value: 'text'. Supported values are: 'input_text', 'input_audio', and 'input_image'.")]
    [InlineData(Create + """{"type":"message","role":"system","content":[{"type":"output_text","text":"x"}]}}""", "invalid_value", "item.content[0].type", "Invalid value: 'output_text'. Supported values are: 'input_text'.")]
    [InlineData(Create + """{"type":"message","role":"assistant","content":[{"type":"output_audio","audio":"AAAA"}]}}""", "missing_required_parameter", "item.content[0].text", "Missing required parameter: 'item.content[0].text'.")]
    [InlineData(Create + """{"type":"message","role":"user","content":[{"type":"input_audio","audio":"?"}]}}""", "invalid_value", "item.content[0].audio", "Invalid 'item.content[0].audio': expected audio encoded as base64.")]
    [InlineData(Create + """{"type":"message","role":"user","content":[{"type":"input_image","image_url":"https://x/y.png"}]}}""", "invalid_value", "item.content[0].image_url", "Invalid 'item.content[0].image_url': expected a base64-encoded data URI of a picture, such as 'data:image/png;base64,…'.")]
    [InlineData(Create + """{"type":"item_reference","id":"x"}}""", "invalid_value", "item.type", "Invalid value: 'item_reference'. Supported values are: 'message', 'function_call', 'function_call_output', and 'mcp_approval_response'.")]
    [InlineData(Create + """{"type":"mcp_approval_response","id":"x","approval_request_id":"y"}}""", "missing_required_parameter", "item.approve", "Missing required parameter: 'item.approve'.")]
    [InlineData(Create + """{"type":"message","role":"user"}}""", "missing_required_parameter", "item.content", "Missing required parameter: 'item.content'.")]
    [InlineData(Create + """{"type":"function_call_output","output":"x"}}""", "missing_required_parameter", "item.call_id", "Missing required parameter: 'item.call_id'.")]
    [InlineData(Respond + """{"conversation":"other"}}""", "invalid_value", "response.conversation", "Invalid value: 'other'. Supported values are: 'auto' and 'none'.")]
    [InlineData(Respond + """{"metadata":{"a":1}}}""", "invalid_type", "response.metadata.a", "Invalid type for 'response.metadata.a': expected string, got integer")]
    [InlineData("""{"type":"conversation.item.truncate","event_id":"evt_7","item_id":"i","content_index":-1,"audio_end_ms":0}""", "integer_below_min_value", "content_index", "Invalid 'content_index': integer below minimum value. Expected a value >= 0, but got -1 instead.")]
    [InlineData("""{"type":"response.cancel","event_id":"evt_7","why":1}""", "unknown_parameter", "why", "Unknown parameter: 'why'.")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"evt_7"}""", "missing_required_parameter", "audio", "Missing required parameter: 'audio'.")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"evt_7","audio":"AAA"}""", "invalid_value", "audio", "Invalid 'audio': expected audio encoded as base64.")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"evt_7","audio":"AAAA","x":1}""", "unknown_parameter", "x", "Unknown parameter: 'x'.")]
    [InlineData("""{"type":7,"event_id":"evt_7"}""", "invalid_type", "type", "Invalid type for 'type': expected string, got integer")]
    public void A_fault_is_named_as_OpenAI_names_it(string json, string code, string? param, string message) =>
        Assert.Equal(new RealtimeError { Code = code, Param = param, Message = message, EventId = "evt_7" }, Dialect.Ga.ReadError(json));

    [Theory]
    [InlineData("""{"type":"realtime"}""", "unknown_parameter", "session.type")]
    [InlineData("""{"temperature":0.5}""", "decimal_below_min_value", "session.temperature")]
    [InlineData("""{"modalities":["audio"]}""", "invalid_value", "session.modalities")]
    [InlineData("""{"input_audio_format":"audio/pcm"}""", "invalid_value", "session.input_audio_format")]
    [InlineData("""{"client_secret":{"expires_after":{}}}""", "unknown_parameter", "session.client_secret")]
    [InlineData("""{"turn_detection":{"type":"server_vad","threshold":1.5}}""", "decimal_above_max_value", "session.turn_detection.threshold")]
    public void Beta_has_its_own_session(string session, string code, string param)
    {
        var error = Dialect.Beta.ReadError($$"""{"type":"session.update","session":{{session}}}""");

        Assert.Equal((code, param, null), (error.Code, error.Param, error.EventId));
    }

    [Fact]
    public void An_unknown_type_lists_what_the_dialect_knows()
    {
        Assert.Equal(
            "Invalid value: 'nope'. Supported values are: 'session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', "
            + "'input_audio_buffer.clear', 'conversation.item.create', 'conversation.item.truncate', 'conversation.item.delete', "
            + "'conversation.item.retrieve', 'response.create', 'response.cancel', and 'output_audio_buffer.clear'.",
            Dialect.Ga.ReadError("""{"type":"nope"}""").Message);
        Assert.Equal("type", Dialect.Ga.ReadError("""{"type":"transcription_session.update","session":{}}""").Param);
        Assert.Contains("'transcription_session.update'", Dialect.Beta.ReadError("""{"type":"nope"}""").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"type":"response.create",}""")]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAAA"}x""")]
    [InlineData("""{"type":"conversation.item.delete","item_id":"\ud83d"}""")]
    [InlineData("""{"type":"conversation.item.delete","item_id":"\ude00\ud83d"}""")]
    public void What_is_not_JSON_is_said_to_be_none(string json)
    {
        var error = Dialect.Ga.ReadError(json);

        Assert.Equal((ErrorCodes.InvalidJson, null, null), (error.Code, error.Param, error.EventId));
        Assert.StartsWith("Invalid event: failed to parse JSON value.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_not_JSON()
    {
        byte[] json = [.. Json.Utf8("""{"type":"conversation.item.delete","item_id":" """), 0xFF, .. "\"}"u8];

        Assert.Equal(ErrorCodes.InvalidJson, Dialect.Ga.Read(json).Error!.Code);
    }

    [Theory]
    [InlineData("[]", "Expected a JSON object, got array.")]
    [InlineData("7", "Expected a JSON object, got integer.")]
    [InlineData("null", "Expected a JSON object, got null.")]
    public void What_is_no_object_is_no_event(string json, string message)
    {
        var error = Dialect.Beta.ReadError(json);

        Assert.Equal((ErrorCodes.InvalidEvent, message), (error.Code, error.Message));
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        var nested = new StringBuilder().Insert(0, "[", 100_000).Append(']', 100_000);

        Assert.Equal(ErrorCodes.InvalidJson, Dialect.Ga.ReadError($$"""{"type":"session.update","session":{{nested}}}""").Code);
    }

    [Fact]
    public void An_endless_event_id_is_refused_and_not_repeated()
    {
        var error = Dialect.Ga.ReadError($$"""{"type":"input_audio_buffer.commit","event_id":"{{new string('x', 600)}}"}""");

        Assert.Equal((ErrorCodes.StringAboveMaxLength, "event_id", null), (error.Code, error.Param, error.EventId));
        Assert.Equal("Invalid 'event_id': string too long. Expected a string with maximum length 512, but got a string with length 600 instead.", error.Message);
    }

    [Fact]
    public void An_error_never_repeats_endless_text()
    {
        var endless = string.Concat(Enumerable.Repeat("😀", 100_000));

        Assert.InRange(Dialect.Ga.ReadError($$"""{"type":"{{endless}}"}""").Message.Length, 1, 1000);
        Assert.InRange(Dialect.Ga.ReadError($$"""{"type":"response.create","{{endless}}":1}""").Message.Length, 1, 1000);
        Json.Parse(Dialect.Ga.Write(new ErrorEvent { Details = Dialect.Ga.ReadError($$"""{"type":"x{{endless}}"}""") }));
    }

    [Theory]
    [InlineData(17, 1, 1, "object_above_max_properties")]
    [InlineData(1, 65, 1, "string_above_max_length")]
    [InlineData(1, 1, 513, "string_above_max_length")]
    public void Metadata_has_limits(int count, int keyLength, int valueLength, string code)
    {
        var pairs = Enumerable.Range(0, count).Select(i => $"\"{i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(keyLength, 'k')}\":\"{new string('v', valueLength)}\"");

        Assert.Equal(code, Dialect.Ga.ReadError($$"""{"type":"response.create","response":{"metadata":{ {{string.Join(',', pairs)}} } } }""").Code);
    }

    [Fact]
    public void The_error_event_always_has_five_keys() => Assert.Equal(
        """{"type":"error","event_id":"e","error":{"type":"invalid_request_error","code":null,"message":"m","param":null,"event_id":null}}""",
        Dialect.Ga.Write(new ErrorEvent { EventId = "e", Details = new RealtimeError { Code = null, Message = "m" } }));
}
