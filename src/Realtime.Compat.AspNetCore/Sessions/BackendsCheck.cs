using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Realtime.Compat.Engine.Session;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>Builds the backends at start, so that a missing one stops the start and not the first call.</summary>
internal sealed class BackendsCheck(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Making one detector loads the voice activity model.
        services.GetRequiredService<SessionBackends>().CheckVoiceActivity();

        // The server's uptime counts from here.
        services.GetRequiredService<ActiveSessions>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
