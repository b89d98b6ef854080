using Microsoft.Extensions.AI;
using Realtime.Compat.Backends;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the chat model says a word.</summary>
/// <param name="chat">The model as it is configured.</param>
internal sealed class ChatCheck(ChatBackend chat) : ICheck
{
    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        await chat.WarmUpAsync(cancellationToken);
        var status = chat.Status;
        var who = status.Name == status.Model || status.Model.Length == 0 ? status.Name : $"{status.Name} {status.Model}";
        if (status.State != BackendState.Ready)
            return Finding.Wrong($"{who} at {status.Location}: {status.Detail}", RemedyFor(status));
        await foreach (var _ in chat.Client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Say yes.")], new ChatOptions { MaxOutputTokens = 1 }, cancellationToken))
            return Finding.Fine($"{who}: {status.Detail}");
        return Finding.Wrong($"{who} at {status.Location} says nothing", RemedyFor(status));
    }

    private static string RemedyFor(BackendStatus status) => status.Name.Contains("ollama", StringComparison.OrdinalIgnoreCase)
        ? $"ollama serve, and ollama pull {status.Model}"
        : $"start the chat server, or set {ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Url)}";
}
