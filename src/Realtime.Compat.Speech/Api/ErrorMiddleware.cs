using System.Text.Json;

namespace Realtime.Compat.Speech.Api;

/// <summary>Gives every failure one shape: OpenAI's error body, whatever went wrong and wherever.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    /// <summary>Runs the rest of the pipeline and answers for it when it fails.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && Describe(context) is { } fault) await AnswerAsync(context, fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up: nobody is left to answer.
        }
        catch (OperationCanceledException)
        {
            if (context.Response.HasStarted) context.Abort();
            else await AnswerAsync(context, ApiException.EngineMissing("The speech worker is shutting down."));
        }
        catch (Exception exception)
        {
            var fault = Translate(exception);
            if (fault.Status == StatusCodes.Status500InternalServerError) LogFailure(exception, context.Request.Path);

            // Audio that already flows can only be cut off: a half answer must not look like a whole one.
            if (context.Response.HasStarted) context.Abort();
            else await AnswerAsync(context, fault);
        }
    }

    /// <summary>What a caller is told about an exception.</summary>
    public static ApiException Translate(Exception exception) => exception switch
    {
        ApiException fault => fault,
        EngineException fault => ApiException.Failed(fault.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiException.TooLarge("The request's body is too large.", null),
        BadHttpRequestException fault => ApiException.Invalid(fault.Message),
        _ => ApiException.Failed("The speech worker failed to handle the request; its log says why."),
    };

    private static ApiException? Describe(HttpContext context)
    {
        var request = context.Request;
        var message = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"Unknown request URL: {request.Method} {request.Path}.",
            StatusCodes.Status405MethodNotAllowed => $"Not allowed to {request.Method} on {request.Path}.",
            StatusCodes.Status415UnsupportedMediaType => $"Unsupported content type '{request.ContentType}'.",
            _ => null,
        };

        return message is null ? null : new ApiException(context.Response.StatusCode, new ApiError(message, "invalid_request_error", null, null));
    }

    private static async Task AnswerAsync(HttpContext context, ApiException fault)
    {
        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } wait) context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/json";
        var body = JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(fault.Error), ApiJson.Wire.ErrorBody);
        // Written to a client that hung up it is lost without a fuss; with the request's token it would throw.
        await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Path} failed.")]
    private partial void LogFailure(Exception exception, PathString path);
}
