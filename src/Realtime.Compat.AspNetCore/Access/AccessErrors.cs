using Microsoft.AspNetCore.Http;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Refusals for want of a right, in OpenAI's words where it has them (PROTOCOL.md, B).</summary>
internal static class AccessErrors
{
    public static Refusal MissingKey() => Unauthorized(new RealtimeError
    {
        Code = null,
        Message = "Missing bearer or basic authentication in header",
    });

    public static Refusal WrongKey(string key) => Unauthorized(new RealtimeError
    {
        Code = "invalid_api_key",
        Message = $"Incorrect API key provided: {Mask(key)}. This server's operator hands out the keys it takes (Realtime:ApiKeys).",
    });

    public static Refusal ForgedSecret() => Unauthorized(new RealtimeError
    {
        Code = "invalid_api_key",
        Message = "Incorrect client secret provided. Get one from this server: POST /v1/realtime/client_secrets.",
    });

    public static Refusal ExpiredSecret() => Unauthorized(new RealtimeError
    {
        Code = "invalid_api_key",
        Message = "The client secret has expired. Get a new one: POST /v1/realtime/client_secrets.",
    });

    public static Refusal SpentSecret() => Unauthorized(new RealtimeError
    {
        Code = "invalid_api_key",
        Message = "The client secret was used already, and opens one session only. Get a new one: POST /v1/realtime/client_secrets.",
    });

    public static Refusal OtherKind() => Unauthorized(new RealtimeError
    {
        Code = "invalid_api_key",
        Message = "The client secret was made for another type of session.",
    });

    public static Refusal SecretMayNot() => new(StatusCodes.Status403Forbidden, new RealtimeError
    {
        Code = "insufficient_permissions",
        Message = "A client secret opens sessions and nothing else. Use an API key here.",
    });

    public static Refusal ForeignOrigin(string origin) => new(StatusCodes.Status403Forbidden, new RealtimeError
    {
        Code = "origin_not_allowed",
        Message = $"Pages of {Shorten(origin)} may not use this server. Its operator can allow them with Realtime:AllowedOrigins.",
    });

    public static Refusal TooManyConnects(int perMinute) => new(StatusCodes.Status429TooManyRequests, new RealtimeError
    {
        Code = ErrorCodes.RateLimitExceeded,
        Message = FormattableString.Invariant($"Too many connections from this address: at most {perMinute} a minute are served. Try again later."),
    });

    public static Refusal OverLimit(string excess) => new(StatusCodes.Status429TooManyRequests, new RealtimeError
    {
        Code = ErrorCodes.RateLimitExceeded,
        Message = $"This API key has used up {excess}. Try again later.",
    });

    private static Refusal Unauthorized(RealtimeError error) => new(StatusCodes.Status401Unauthorized, error, CloseCodes.Unauthorized);

    /// <summary>A key as OpenAI shows one that it does not know: enough for its owner to see which it was.</summary>
    private static string Mask(string key) => key.Length < 12 ? "****" : $"{key[..3]}****{key[^4..]}";

    private static string Shorten(string origin) => origin.Length <= 128 ? origin : origin[..128] + "…";
}
