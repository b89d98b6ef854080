namespace Realtime.Compat.Speech.Api;

/// <summary>A request that is answered with an error in OpenAI's shape.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="error">What the body says.</param>
internal sealed class ApiException(int status, ApiError error) : Exception(error.Message)
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What the body says.</summary>
    public ApiError Error { get; } = error;

    /// <summary>400: the caller sent something that cannot be used.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="param">The field at fault, if one is.</param>
    /// <param name="code">A word for programs, if there is one.</param>
    public static ApiException Invalid(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, new ApiError(message, InvalidRequest, param, code));

    /// <summary>404: what is asked for is not there.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="code">A word for programs.</param>
    public static ApiException NotFound(string message, string code) => new(StatusCodes.Status404NotFound, new ApiError(message, InvalidRequest, null, code));

    /// <summary>413: longer than the worker takes.</summary>
    public static ApiException TooLarge(string message, string? param) =>
        new(StatusCodes.Status413PayloadTooLarge, new ApiError(message, InvalidRequest, param, "request_too_large"));

    /// <summary>When to come back, of a 429.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>429: everything is taken.</summary>
    /// <param name="admitted">How many requests are running or waiting.</param>
    /// <param name="retryAfter">When a place may be free, in whole seconds.</param>
    public static ApiException Busy(int admitted, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, new ApiError(
            $"{admitted} requests are running or waiting already; try again in {retryAfter.TotalSeconds:0} s.", "rate_limit_error", null, "rate_limit_exceeded"))
        {
            RetryAfter = retryAfter,
        };

    /// <summary>503: an engine is not installed.</summary>
    /// <param name="detail">What to install.</param>
    public static ApiException EngineMissing(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, new ApiError(detail, "service_unavailable_error", null, "engine_unavailable"));

    /// <summary>500: the engine failed, or the worker did.</summary>
    /// <param name="message">One sentence without internals.</param>
    public static ApiException Failed(string message) =>
        new(StatusCodes.Status500InternalServerError, new ApiError(message, "server_error", null, null));
}
