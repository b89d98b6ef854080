using Realtime.Compat.Backends;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Has the chat backend chosen and warmed up while the server starts.</summary>
internal sealed class ChatStart(ChatBackend chat) : BackgroundService
{
    /// <summary>The backend's state, as the table shows it.</summary>
    public static PartStatus StatusOf(ChatBackend chat)
    {
        var status = chat.Status;
        var servedBy = status.Name == status.Model || status.Model.Length == 0 ? status.Name : $"{status.Name} {status.Model}";
        return new PartStatus(status.State, servedBy, status.Location, status.Detail.TrimEnd('.'));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await chat.WarmUpAsync(stoppingToken);
}
