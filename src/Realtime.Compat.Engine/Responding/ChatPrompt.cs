using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>Translates a response's plan and context into what a chat model reads. The order is stable from turn to turn, so that prompt caches hold.</summary>
internal static class ChatPrompt
{
    /// <summary>Instructions and items as chat messages.</summary>
    public static List<ChatMessage> Messages(ResponsePlan plan, ResponseContext context)
    {
        List<ChatMessage> messages = [];
        if (plan.Instructions.Length > 0)
            messages.Add(new ChatMessage(ChatRole.System, plan.Instructions));
        foreach (var entry in context.Items)
        {
            if (entry.Item is McpItem item)
                messages.AddRange(McpHistory.Messages(item, context.Items));
            else if (Message(entry.AsHeard()) is { } message)
                messages.Add(message);
        }

        return messages;
    }

    /// <summary>Model, tools and limits.</summary>
    /// <param name="plan">What the response is to be.</param>
    /// <param name="tools">What the model may call.</param>
    /// <param name="model">The model by the name its server knows; null for the server's own choice.</param>
    public static ChatOptions Options(ResponsePlan plan, ToolSet tools, string? model) => new()
    {
        ModelId = model,
        MaxOutputTokens = plan.MaxOutputTokens,
        Temperature = plan.Temperature is SessionConfiguration.DefaultTemperature ? null : (float)plan.Temperature,
        Tools = tools.FirstDeclarations,
        ToolMode = tools.Mode,
        AllowMultipleToolCalls = plan.ParallelToolCalls,
        Reasoning = plan.ReasoningEffort is { } effort ? new ReasoningOptions { Effort = EffortOf(effort) } : null,
    };

    /// <summary>The wire's word as the chat client's; it knows none below low.</summary>
    private static ReasoningEffort EffortOf(string effort) => effort switch
    {
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" => ReasoningEffort.ExtraHigh,
        _ => ReasoningEffort.Low,
    };

    private static ChatMessage? Message(ConversationItem item) => item switch
    {
        MessageItem message => Message(message),
        // Nobody runs a call that was cut off, and a model that reads of one without its output is refused by many servers.
        FunctionCallItem { Status: ItemStatus.Incomplete } => null,
        FunctionCallItem call => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(call.CallId, call.Name, Arguments(call.Arguments))]),
        FunctionCallOutputItem output => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(output.CallId, output.Output)]),
        _ => null,
    };

    /// <summary>Null when the message holds no words: silence, or speech that nobody could make out.</summary>
    private static ChatMessage? Message(MessageItem message)
    {
        List<AIContent> contents = [];
        foreach (var part in message.Content)
        {
            if (Content(part) is { } content)
                contents.Add(content);
        }

        return contents.Count == 0 ? null : new ChatMessage(ChatRoleOf(message.Role), contents);
    }

    private static AIContent? Content(ContentPart part) => part switch
    {
        InputText { Text.Length: > 0 } text => new TextContent(text.Text),
        OutputText { Text.Length: > 0 } text => new TextContent(text.Text),
        InputAudio { Transcript.Length: > 0 } audio => new TextContent(audio.Transcript),
        OutputAudio { Transcript.Length: > 0 } audio => new TextContent(audio.Transcript),
        InputImage image => new DataContent(image.ImageUrl),
        _ => null,
    };

    private static ChatRole ChatRoleOf(Role role) => role switch
    {
        Role.Assistant => ChatRole.Assistant,
        Role.System => ChatRole.System,
        _ => ChatRole.User,
    };

    /// <summary>Arguments of an earlier call. A client may have put anything there: what is no JSON object reads as no arguments.</summary>
    public static Dictionary<string, object?> Arguments(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(p => p.Name, object? (p) => p.Value.Clone())
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
