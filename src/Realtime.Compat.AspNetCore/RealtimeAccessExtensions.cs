using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts an app's own endpoints behind the Realtime API's keys.</summary>
public static class RealtimeAccessExtensions
{
    /// <summary>Asks for what the Realtime API asks for: a key where keys are needed, an origin that may.</summary>
    /// <param name="endpoint">The endpoint's conventions.</param>
    /// <returns><paramref name="endpoint"/>.</returns>
    public static TBuilder RequireRealtimeAccess<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder =>
        {
            var inner = builder.RequestDelegate ?? throw new InvalidOperationException("Only endpoints with a handler can be put behind keys.");
            builder.RequestDelegate = context => context.RequestServices.GetRequiredService<HttpDoor>().HandleAsync(context, (_, _) => inner(context));
        });
        return endpoint;
    }
}
