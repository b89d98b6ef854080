using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>What all HTTP requests of the API go through: who asks, from which page, and errors in one shape.</summary>
internal sealed partial class HttpDoor(Gate gate, OriginPolicy origins, ILogger<HttpDoor> logger)
{
    /// <summary>Seconds that a browser need not ask again.</summary>
    private const string PreflightAge = "600";

    /// <summary>Serves one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="handler">Does the work; may throw <see cref="RequestException"/> before it answers.</param>
    public async Task HandleAsync(HttpContext context, Func<HttpContext, Caller, Task> handler)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        try
        {
            if (!gate.TryEnter(context.Request, [], out var caller, out var refusal))
            {
                LogRefused(context.Connection.RemoteIpAddress, refusal.Error.Code);

                // A page of this server's is told why; a foreign one learns nothing but that it may not.
                if (refusal.HttpStatus != StatusCodes.Status403Forbidden)
                    AllowPage(context);
                await HttpErrors.WriteAsync(response, refusal.HttpStatus, refusal.Error).ConfigureAwait(false);
                return;
            }

            AllowPage(context);
            await handler(context, caller).ConfigureAwait(false);
        }
        catch (RequestException refusal) when (!response.HasStarted)
        {
            await HttpErrors.WriteAsync(response, refusal.Status, refusal.Error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException refusal) when (!response.HasStarted)
        {
            await HttpErrors.WriteAsync(response, refusal.StatusCode, new RealtimeError { Code = "bad_request", Message = "The request could not be read." }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
    }

    /// <summary>Answers a browser that asks beforehand what a page may send (CORS).</summary>
    /// <param name="context">The request.</param>
    /// <param name="methods">What may be sent there.</param>
    public Task PreflightAsync(HttpContext context, string methods)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin, Access-Control-Request-Headers";
        if (origins.Allows(context.Request, holdsKey: true))
        {
            AllowPage(context);
            headers.AccessControlAllowMethods = methods;
            if (!StringValues.IsNullOrEmpty(context.Request.Headers.AccessControlRequestHeaders))
                headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
            headers.AccessControlMaxAge = PreflightAge;

            // Chromium asks before a public page reaches into a private network.
            if (context.Request.Headers.ContainsKey("Access-Control-Request-Private-Network"))
                headers["Access-Control-Allow-Private-Network"] = "true";
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static void AllowPage(HttpContext context)
    {
        if (StringValues.IsNullOrEmpty(context.Request.Headers.Origin))
            return;
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        headers.AccessControlExposeHeaders = "Location";
        headers.Append("Vary", "Origin");
    }

    [LoggerMessage(23, LogLevel.Warning, "A request from {RemoteAddress} is refused: {Code}")]
    private partial void LogRefused(System.Net.IPAddress? remoteAddress, string? code);
}
