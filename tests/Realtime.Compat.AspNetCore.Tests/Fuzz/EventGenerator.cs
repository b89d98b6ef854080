using System.Globalization;
using System.Text.Json.Nodes;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>
/// Client events as a seed has it: each of a true shape, its values mostly right, sometimes at a limit, sometimes of another kind.
/// Ids of things the server made are placeholders: the connection puts in the last ones it was told.
/// </summary>
internal sealed class EventGenerator(Random random, bool beta)
{
    /// <summary>Stands for an item the server told of.</summary>
    public const string ItemId = "@item";

    /// <summary>Stands for a response the server told of.</summary>
    public const string ResponseId = "@response";

    /// <summary>Stands for a function call the server told of.</summary>
    public const string CallId = "@call";

    private static readonly string[] Texts = ["", "Hello.", "What is the weather like in Paris?", "Grüße, 世界 🎧 مرحبا", "\"\\/\u0001\u2028<b>&amp;</b>", "@item", "null", new('x', 5_000)];
    private static readonly double[] Numbers = [0, 1, -1, 0.5, 0.8, 1.5, 24_000, 500, 300, 4096, 5_000, int.MaxValue, int.MinValue, 1e18, -1e300, 0.1];
    private static readonly string[] Weird =
        ["null", "true", "\"\"", "\"inf\"", "[]", "{}", "[null]", "[{}]", "[[]]", "{\"type\":null}", "{\"type\":\"x\"}", "7", "-0.5", "99999999999999999999", "{\"a\":{\"a\":{\"a\":[]}}}"];

    /// <summary>The next event, as JSON.</summary>
    public string Next()
    {
        var e = random.Next(20) switch
        {
            <= 4 => Event("input_audio_buffer.append", ("audio", Audio())),
            5 => Event("input_audio_buffer.commit"),
            6 => Event("input_audio_buffer.clear"),
            <= 9 => Event("conversation.item.create", ("previous_item_id", Sometimes(3) ? Id() : null), ("item", Item())),
            10 => Event("conversation.item.retrieve", ("item_id", Id())),
            11 => Event("conversation.item.delete", ("item_id", Id())),
            12 => Event("conversation.item.truncate", ("item_id", Id()), ("content_index", Sometimes(5) ? Number() : 0), ("audio_end_ms", random.Next(400))),
            <= 15 => Event("response.create", ("response", Sometimes(2) ? Response() : null)),
            16 => Event("response.cancel", ("response_id", Sometimes(2) ? ResponseId : null)),
            17 => Event("output_audio_buffer.clear"),
            _ => Event(Sometimes(10) ? "transcription_session.update" : "session.update", ("session", Session())),
        };
        if (Sometimes(3))
            e["event_id"] = "evt_" + random.Next(10).ToString(CultureInfo.InvariantCulture);
        return e.ToJsonString();
    }

    private JsonObject Session()
    {
        var session = beta ? BetaSession() : GaSession();
        // A client that sets everything is as common as one that sets a single field.
        if (Sometimes(2))
            Thin(session);
        return session;
    }

    private JsonObject GaSession() => Object(
        ("type", Sometimes(8) ? "transcription" : "realtime"),
        ("output_modalities", Modalities()),
        ("instructions", Text()),
        ("audio", Object(
            ("input", Object(
                ("format", Format()),
                ("transcription", Sometimes(2) ? Object(("model", "whisper-1"), ("language", "en"), ("prompt", Text())) : null),
                ("noise_reduction", Sometimes(2) ? Object(("type", Pick("near_field", "far_field"))) : null),
                ("turn_detection", TurnDetection()))),
            ("output", Object(("format", Format()), ("voice", Voice()), ("speed", Pick(0.25, 1, 1.5)))))),
        ("tools", Tools()),
        ("tool_choice", ToolChoice()),
        ("max_output_tokens", Sometimes(2) ? "inf" : random.Next(1, 4096)),
        ("truncation", Pick("auto", "disabled")),
        ("include", new JsonArray("item.input_audio_transcription.logprobs")),
        ("tracing", Sometimes(2) ? "auto" : null),
        ("prompt", Sometimes(2) ? Object(("id", "pmpt_1"), ("variables", Object(("a", Text())))) : null));

    private JsonObject BetaSession() => Object(
        ("modalities", Modalities()),
        ("instructions", Text()),
        ("voice", Voice()),
        ("input_audio_format", Pick("pcm16", "g711_ulaw", "g711_alaw")),
        ("output_audio_format", Pick("pcm16", "g711_ulaw", "g711_alaw")),
        ("input_audio_transcription", Sometimes(2) ? Object(("model", "whisper-1")) : null),
        ("turn_detection", TurnDetection()),
        ("tools", Tools()),
        ("tool_choice", ToolChoice()),
        ("temperature", Pick(0.6, 0.8, 1.2)),
        ("max_response_output_tokens", Sometimes(2) ? "inf" : random.Next(1, 4096)));

    private JsonObject Response()
    {
        var response = Object(
            (beta ? "modalities" : "output_modalities", Modalities()),
            ("instructions", Text()),
            ("conversation", Sometimes(3) ? "none" : "auto"),
            ("metadata", Object(("topic", Text()))),
            ("tools", Tools()),
            ("tool_choice", ToolChoice()),
            ("input", Sometimes(3) ? new JsonArray(Item(), Object(("type", "item_reference"), ("id", Id()))) : new JsonArray()));
        Thin(response);
        return response;
    }

    private JsonObject Item()
    {
        var item = random.Next(8) switch
        {
            <= 2 => Object(("type", "message"), ("role", "user"), ("content", new JsonArray(Object(("type", "input_text"), ("text", Text()))))),
            3 => Object(("type", "message"), ("role", "user"), ("content", new JsonArray(Object(("type", "input_audio"), ("audio", Audio()))))),
            4 => Object(("type", "message"), ("role", "assistant"), ("content", new JsonArray(Object(("type", beta ? "text" : "output_text"), ("text", Text()))))),
            5 => Object(("type", "message"), ("role", "system"), ("content", new JsonArray(Object(("type", "input_text"), ("text", Text()))))),
            6 => Object(("type", "function_call"), ("call_id", "call_" + random.Next(3)), ("name", "weather"), ("arguments", Pick("{}", "{\"a\":1}", "", "{", "[]"))),
            _ => Object(("type", "function_call_output"), ("call_id", Sometimes(2) ? CallId : "call_" + random.Next(3)), ("output", Text())),
        };
        if (Sometimes(2))
            item["id"] = "item_" + random.Next(6).ToString(CultureInfo.InvariantCulture);
        return item;
    }

    private JsonObject? TurnDetection() => random.Next(4) switch
    {
        0 => null,
        1 => Object(("type", "semantic_vad"), ("eagerness", Pick("auto", "low", "high"))),
        _ => Object(
            ("type", "server_vad"), ("threshold", Pick(0.3, 0.5, 1)), ("prefix_padding_ms", random.Next(400)), ("silence_duration_ms", random.Next(50, 400)),
            ("create_response", Sometimes(2)), ("interrupt_response", Sometimes(2))),
    };

    private JsonArray Tools() => Sometimes(2)
        ? []
        : [Object(("type", "function"), ("name", "weather"), ("description", Text()), ("parameters", Object(("type", "object"), ("properties", Object(("city", Object(("type", "string"))))))))];

    private JsonNode ToolChoice() => Sometimes(3) ? Object(("type", "function"), ("name", "weather")) : Pick("auto", "none", "required");

    private JsonArray Modalities() => Sometimes(2) ? ["text"] : beta ? ["text", "audio"] : ["audio"];

    private JsonObject Format() => Sometimes(2) ? Object(("type", "audio/pcm"), ("rate", 24_000)) : Object(("type", Pick("audio/pcmu", "audio/pcma")));

    private string Voice() => Pick("alloy", "alloy", "alloy", "marin");

    private string Id() => Sometimes(2) ? ItemId : Sometimes(8) ? "root" : "item_" + random.Next(6).ToString(CultureInfo.InvariantCulture);

    private string Text() => Texts[random.Next(Sometimes(20) ? Texts.Length : Texts.Length - 1)];

    private double Number() => Numbers[random.Next(Numbers.Length)];

    /// <summary>Loud or silent PCM16, 20 to 400 ms; now and then half a sample, or no base64.</summary>
    private string Audio()
    {
        if (Sometimes(30))
            return Pick("", "!", "AAA", "AAAA=", "====");
        var audio = new byte[random.Next(20, 400) * 48 + (Sometimes(40) ? 1 : 0)];
        if (Sometimes(2))
        {
            for (var i = 0; i + 1 < audio.Length; i += 2)
                audio[i + 1] = (byte)(i / 48 % 2 == 0 ? 0x30 : 0xD0);
        }

        return Convert.ToBase64String(audio);
    }

    private JsonObject Event(string type, params (string Name, JsonNode? Value)[] fields) => Object([("type", type), .. fields]);

    private JsonObject Object(params (string Name, JsonNode? Value)[] fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
            json[name] = Sometimes(250) ? JsonNode.Parse(Weird[random.Next(Weird.Length)]) : Sometimes(300) ? Number() : value;
        if (Sometimes(250))
            json["no_such_field"] = true;
        return json;
    }

    private void Thin(JsonObject json)
    {
        foreach (var name in json.Select(field => field.Key).Where(name => name != "type" && !Sometimes(4)).ToArray())
            json.Remove(name);
    }

    private bool Sometimes(int oneIn) => random.Next(oneIn) == 0;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
