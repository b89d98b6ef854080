namespace Realtime.Compat.Speech.Api;

/// <summary>Gives up every request when the worker is told to stop, so that it ends within a clause or an utterance.</summary>
internal sealed class ShutdownMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>Runs the rest of the pipeline with a token that also ends at shutdown.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var hungUp = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hungUp, lifetime.ApplicationStopping);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = hungUp;
        }
    }
}
