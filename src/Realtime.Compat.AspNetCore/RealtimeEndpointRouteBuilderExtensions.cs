using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Health;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WebSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Realtime API's endpoints.</summary>
public static class RealtimeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the Realtime API: WebSocket at <c>{prefix}/realtime</c>. Brings its own WebSocket middleware. Who may connect is the
    /// app's policy: chain <c>RequireAuthorization()</c>, or bind to loopback.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">Where the API lies; clients' base URL. Default <c>/v1</c>.</param>
    /// <returns>Adds conventions to the endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRealtime()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder endpoints, string prefix = "/v1")
    {
        RequireServices(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return MapWebSocket(endpoints, $"{prefix.TrimEnd('/')}/realtime");
    }

    /// <summary>
    /// Maps the Realtime API where Azure OpenAI's clients look for it: <c>/openai/v1/realtime?model=…</c>, and the dated API's
    /// <c>/openai/realtime?api-version=…&amp;deployment=…</c>, whose preview versions speak the beta dialect.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <returns>Adds conventions to both endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRealtime()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapAzureRealtime(this IEndpointRouteBuilder endpoints)
    {
        RequireServices(endpoints);
        var group = endpoints.MapGroup("/openai");
        MapWebSocket(group, "/v1/realtime");
        MapWebSocket(group, "/realtime");
        return group;
    }

    /// <summary>
    /// Maps health: <c>{"status","active_sessions","version","uptime_seconds","parts":{name:{"status","detail",…}}}</c>, one part per
    /// registered health check, its data beside its detail. HTTP 200 when healthy or degraded, 503 when unhealthy.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">Its address. Default <c>/health</c>.</param>
    /// <returns>Adds conventions to the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRealtime()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRealtimeHealth(this IEndpointRouteBuilder endpoints, string pattern = "/health")
    {
        RequireServices(endpoints);
        return endpoints.MapHealthChecks(pattern, new HealthCheckOptions { ResponseWriter = HealthResponse.WriteAsync });
    }

    private static IEndpointConventionBuilder MapWebSocket(IEndpointRouteBuilder endpoints, string pattern)
    {
        var pipeline = endpoints.CreateApplicationBuilder()
            .UseWebSockets()
            .Use(_ => context => context.RequestServices.GetRequiredService<RealtimeWebSocketEndpoint>().HandleAsync(context))
            .Build();

        // CONNECT is how HTTP/2 opens a WebSocket (RFC 8441).
        return endpoints.MapMethods(pattern, ["GET", "CONNECT"], pipeline).WithDisplayName("Realtime WebSocket");
    }

    private static void RequireServices(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ActiveSessions)))
            return;
        throw new InvalidOperationException("Call services.AddRealtime() before mapping the Realtime API.");
    }
}
