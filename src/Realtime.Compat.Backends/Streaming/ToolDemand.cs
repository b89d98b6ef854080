using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// What the caller wants of tools. Few servers obey `tool_choice`, so it is made true here: none is no tools, one is only that tool, and where a call
/// is demanded and none comes, the answer is asked again in the shape of a call, which a grammar enforces.
/// </summary>
internal sealed record ToolDemand
{
    /// <summary>Tools the model may see.</summary>
    public required IReadOnlyList<AIFunctionDeclaration> Offered { get; init; }

    /// <summary>Whether the answer must be a call.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether the answer must be a call of the one tool offered.</summary>
    public required bool IsSpecific { get; init; }

    /// <summary>Reads the caller's options.</summary>
    /// <exception cref="BackendException">A tool is demanded that is not offered.</exception>
    public static ToolDemand From(ChatOptions? options)
    {
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        switch (options?.ToolMode)
        {
            case NoneChatToolMode:
                return new ToolDemand { Offered = [], IsRequired = false, IsSpecific = false };
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                var wanted = tools.Where(t => t.Name == name).Take(1).ToList();
                return wanted.Count == 1
                    ? new ToolDemand { Offered = wanted, IsRequired = true, IsSpecific = true }
                    : throw new BackendException(BackendErrorCodes.InvalidToolChoice, $"The tool \"{name}\" is demanded and not offered.");
            case RequiredChatToolMode:
                return tools.Count > 0
                    ? new ToolDemand { Offered = tools, IsRequired = true, IsSpecific = false }
                    : throw new BackendException(BackendErrorCodes.InvalidToolChoice, "A tool call is demanded and no tool is offered.");
            default:
                return new ToolDemand { Offered = tools, IsRequired = false, IsSpecific = false };
        }
    }

    /// <summary>Whether a call is one of those asked for.</summary>
    public bool Accepts(string tool) => !IsSpecific || Offered[0].Name == tool;

    /// <summary>The request that leaves the model nothing but a call: its whole answer is the arguments, or name and arguments.</summary>
    public ChatCallRequest Force(ChatCallRequest request)
    {
        var tools = IsSpecific
            ? $"Call the function {Offered[0].Name}{About(Offered[0])}. Answer with the JSON object of its arguments and nothing else."
            : "Call one of these functions. Answer with a JSON object of its \"name\" and \"arguments\" and nothing else.\n"
              + string.Join('\n', Offered.Select(t => $"- {t.Name}{About(t)}"));
        return request with
        {
            Messages = WithHint(request.Messages, tools),
            AnswerSchema = Schema(),
        };
    }

    /// <summary>Reads the answer to <see cref="Force"/>.</summary>
    /// <returns>The call, or null when the answer is none.</returns>
    public FunctionCallContent? Read(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(JsonIn(answer));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            if (PrintedToolCall.TryRead(root, Offered) is { } call)
                return call;
            return IsSpecific ? ToolCalls.Make(null, Offered[0].Name, root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A tool's parameters; an object without properties where it declares none.</summary>
    public static JsonElement ParametersOf(AIFunctionDeclaration tool) =>
        tool.JsonSchema.ValueKind == JsonValueKind.Object ? tool.JsonSchema : JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>Adds to the last user message where it comes last: many chat templates refuse a late system message, or two user messages in a row.</summary>
    private static List<ChatMessage> WithHint(IReadOnlyList<ChatMessage> messages, string hint)
    {
        var prompt = messages.ToList();
        if (prompt.Count > 0 && prompt[^1].Role == ChatRole.User)
            prompt[^1] = new ChatMessage(ChatRole.User, [.. prompt[^1].Contents, new TextContent(hint)]);
        else
            prompt.Add(new ChatMessage(ChatRole.User, hint));
        return prompt;
    }

    private static string About(AIFunctionDeclaration tool) => tool.Description is { Length: > 0 } about ? $" ({about})" : "";

    private static ReadOnlyMemory<char> JsonIn(string answer)
    {
        var (from, to) = (answer.IndexOf('{', StringComparison.Ordinal), answer.LastIndexOf('}'));
        return to > from && from >= 0 ? answer.AsMemory(from, to - from + 1) : answer.AsMemory();
    }

    private JsonElement Schema()
    {
        if (IsSpecific)
            return ParametersOf(Offered[0]);
        var choices = new JsonArray();
        foreach (var tool in Offered)
        {
            choices.Add(new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["name"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(tool.Name) },
                    ["arguments"] = JsonNode.Parse(ParametersOf(tool).GetRawText()),
                },
                ["required"] = new JsonArray("name", "arguments"),
                ["additionalProperties"] = false,
            });
        }

        return JsonElement.Parse((choices.Count == 1 ? choices[0]! : new JsonObject { ["anyOf"] = choices }).ToJsonString());
    }
}
