using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Tests.StandIn;

/// <summary>What servers send, in their own notation, and what clients ask.</summary>
internal static class Say
{
    public const string Ndjson = "application/x-ndjson";
    public const string Sse = "text/event-stream";

    public static readonly ChatMessage[] Hello = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello")];

    public static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "get_weather", "Weather of a city", JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    public static readonly AIFunctionDeclaration Lamp = AIFunctionFactory.CreateDeclaration(
        "switch_lamp", "Switches a lamp", JsonElement.Parse("""{"type":"object","properties":{"on":{"type":"boolean"}},"required":["on"]}"""));

    public static ChatOptions Tools(ChatToolMode? mode = null) => new() { Tools = [Weather, Lamp], ToolMode = mode };

    /// <summary>A line of Ollama's stream.</summary>
    public static string Line(string content) => $$"""{"model":"m","created_at":"t","message":{"role":"assistant","content":{{JsonSerializer.Serialize(content)}}},"done":false}""" + "\n";

    public static string Done(string reason = "stop") =>
        $$"""{"model":"m","created_at":"t","message":{"role":"assistant","content":""},"done":true,"done_reason":"{{reason}}","prompt_eval_count":31,"eval_count":2}""" + "\n";

    /// <summary>An event of an OpenAI stream, with a delta.</summary>
    public static string Delta(string delta, string? finish = null) =>
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta
        + ",\"finish_reason\":" + (finish is null ? "null" : $"\"{finish}\"") + "}]}\n\n";

    public static string Content(string text, string? finish = null) => Delta($$"""{"content":{{JsonSerializer.Serialize(text)}}}""", finish);

    public const string Usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":31,\"completion_tokens\":2,\"total_tokens\":33}}\n\n";
    public const string End = "data: [DONE]\n\n";

    public static ChatBackendOptions Options(Uri url) => new() { Url = url.ToString(), Model = "m", FirstTokenTimeout = TimeSpan.FromSeconds(20), ProbeInterval = TimeSpan.FromSeconds(17) };

    /// <summary>All of an answer.</summary>
    public static async Task<List<ChatResponseUpdate>> AllAsync(this IChatClient client, ChatOptions? options = null, IEnumerable<ChatMessage>? messages = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(messages ?? Hello, options, cancellationToken))
            updates.Add(update);
        return updates;
    }

    public static string Text(this IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.Select(u => u.Text));

    public static List<FunctionCallContent> Calls(this IEnumerable<ChatResponseUpdate> updates) => updates.SelectMany(u => u.Contents).OfType<FunctionCallContent>().ToList();

    /// <summary>Arguments of a call that came ahead of it.</summary>
    public static List<string> Fragments(this IEnumerable<ChatResponseUpdate> updates, string callId, string name) => updates
        .TakeWhile(u => !u.Contents.OfType<FunctionCallContent>().Any(call => call.CallId == callId))
        .SelectMany(u => u.Contents)
        .Where(c => c.AdditionalProperties is { } p && p.ContainsKey("arguments_delta") && (string?)p["call_id"] == callId && (string?)p["name"] == name)
        .Select(c => (string)c.AdditionalProperties!["arguments_delta"]!)
        .ToList();

    public static string Thoughts(this IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.SelectMany(u => u.Contents).OfType<TextReasoningContent>().Select(t => t.Text));

    public static UsageDetails? Tokens(this IEnumerable<ChatResponseUpdate> updates) => updates.SelectMany(u => u.Contents).OfType<UsageContent>().SingleOrDefault()?.Details;

    public static string Arguments(this FunctionCallContent call) => JsonSerializer.Serialize(call.Arguments);
}
