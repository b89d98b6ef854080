using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Compat.Backends;

namespace Realtime.Compat.Server.Status;

/// <summary>One part in /health. A part that is down leaves the server degraded, not dead: text turns, other parts and retries go on.</summary>
internal sealed class PartHealthCheck(Part part) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = part.Status;
        var facts = new Dictionary<string, object> { ["served_by"] = status.ServedBy, ["location"] = status.Location };
        return Task.FromResult(status.State == BackendState.Ready
            ? HealthCheckResult.Healthy(status.Summary, facts)
            : HealthCheckResult.Degraded(status.Summary, data: facts));
    }
}
