using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Health;
using Realtime.Compat.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.Protocol.Sessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Realtime API's endpoints.</summary>
public static class RealtimeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the Realtime API: WebSocket at <c>{prefix}/realtime</c>, WebRTC calls at <c>{prefix}/realtime/calls</c>, short-lived keys at
    /// <c>{prefix}/realtime/client_secrets</c>. Brings its own WebSocket middleware, and answers browsers that ask beforehand (CORS). Who may
    /// connect is told by <see cref="Realtime.Compat.AspNetCore.RealtimeOptions.ApiKeys"/>, or by an app's policy: chain <c>RequireAuthorization()</c>.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">Where the API lies; clients' base URL. Default <c>/v1</c>.</param>
    /// <returns>Adds conventions to the endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRealtime()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder endpoints, string prefix = "/v1")
    {
        RequireServices(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return MapApi(endpoints.MapGroup(""), $"{prefix.TrimEnd('/')}/realtime");
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
        var group = endpoints.MapGroup("");
        MapApi(group, "/openai/v1/realtime");
        MapApi(group, "/openai/realtime");
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

    private static RouteGroupBuilder MapApi(RouteGroupBuilder group, string path)
    {
        MapWebSocket(group, path);
        Map<ClientSecretsEndpoint>(group, $"{path}/client_secrets", (endpoint, context, caller) => endpoint.CreateAsync(context, caller));
        Map<ClientSecretsEndpoint>(group, $"{path}/sessions", (endpoint, context, caller) => endpoint.CreateBetaAsync(context, caller, SessionKind.Realtime));
        Map<ClientSecretsEndpoint>(group, $"{path}/transcription_sessions", (endpoint, context, caller) => endpoint.CreateBetaAsync(context, caller, SessionKind.Transcription));

        var calls = $"{path}/calls";
        Map<CallsEndpoint>(group, calls, (endpoint, context, caller) => endpoint.CreateAsync(context, caller, calls, isBeta: false));
        Map<CallsEndpoint>(group, path, (endpoint, context, caller) => endpoint.CreateAsync(context, caller, calls, isBeta: true));
        Map<CallsEndpoint>(group, $"{calls}/{{call}}/hangup", (endpoint, context, caller) => endpoint.HangUpAsync(context, caller));
        Map<CallsEndpoint>(group, $"{calls}/{{call}}", (endpoint, context, caller) => endpoint.HangUpAsync(context, caller), "DELETE");
        foreach (var verb in (string[])["accept", "reject", "refer"])
            Map<CallsEndpoint>(group, $"{calls}/{{call}}/{verb}", (_, context, caller) => CallsEndpoint.RefuseTelephoneAsync(context, caller));
        return group;
    }

    private static void Map<T>(RouteGroupBuilder group, string path, Func<T, HttpContext, Caller, Task> handler, string method = "POST")
        where T : notnull
    {
        group.MapMethods(path, [method], context => context.RequestServices.GetRequiredService<HttpDoor>().HandleAsync(
            context, (_, caller) => handler(context.RequestServices.GetRequiredService<T>(), context, caller)));
        group.MapMethods(path, ["OPTIONS"], context => context.RequestServices.GetRequiredService<HttpDoor>().PreflightAsync(context, method));
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
