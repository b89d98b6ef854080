using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the chat model calls a function that it is offered and told to call.</summary>
/// <param name="chat">The model as it is configured.</param>
internal sealed class ToolCallCheck(ChatBackend chat) : ICheck
{
    private static readonly JsonElement Parameters = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

    /// <inheritdoc/>
    public string Name => "tool call";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (chat.Status.State != BackendState.Ready)
            return Finding.Wrong("the chat model does not answer", "mend chat first");
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.CreateDeclaration("get_weather", "The weather in a city", Parameters)],
            ToolMode = ChatToolMode.RequireAny,
        };
        var answer = "";
        try
        {
            await foreach (var update in chat.Client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "What is the weather in Paris? Use the tool.")], options, cancellationToken))
            {
                if (update.Contents.OfType<FunctionCallContent>().FirstOrDefault() is { } call)
                    return Finding.Fine($"{call.Name} was called");
            }
        }
        catch (BackendException refusal) when (refusal.Code is BackendErrorCodes.Protocol or BackendErrorCodes.ToolsNotSupported or BackendErrorCodes.Refused or BackendErrorCodes.CutOff or BackendErrorCodes.EmptyAnswer)
        {
            answer = $" ({refusal.Message.TrimEnd('.')})";
        }

        return Finding.Wrong($"{chat.Status.Model} calls no function{answer}", $"ollama pull qwen3:4b-instruct, or set {ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Model)} to another model that can");
    }
}
