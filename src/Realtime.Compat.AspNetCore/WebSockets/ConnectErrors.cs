using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>Errors at connect and of whole messages, in OpenAI's words where it has them (PROTOCOL.md, B and C.5).</summary>
internal static class ConnectErrors
{
    public static RealtimeError MissingModel() => new()
    {
        Code = "missing_model",
        Message = "You must provide a model parameter, for example wss://api.openai.com/v1/realtime?model=gpt-realtime-1.5",
    };

    public static RealtimeError InvalidModel() => new()
    {
        Code = "invalid_model",
        Message = "The model parameter is no model's name: at most 256 characters and no control characters are allowed.",
    };

    public static RealtimeError ModelWithIntent() => new()
    {
        Code = "invalid_model",
        Message = "A connection with intent=transcription takes no model parameter. Name the transcription model in the session's configuration.",
    };

    public static RealtimeError BetaDisabled() => new()
    {
        Code = "beta_api_shape_disabled",
        Message = "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.",
    };

    public static RealtimeError UpgradeRequired() => new()
    {
        Code = "upgrade_required",
        Message = "This address speaks WebSocket only: connect with ws:// or wss:// and a model parameter.",
    };

    public static RealtimeError ServerFull(int limit) => new()
    {
        Type = ErrorTypes.Server,
        Code = "too_many_sessions",
        Message = FormattableString.Invariant($"The server already runs its {limit} sessions. Try again later."),
    };

    public static RealtimeError ServerStopping() => new()
    {
        Type = ErrorTypes.Server,
        Code = "server_stopping",
        Message = "The server is shutting down.",
    };

    public static RealtimeError BinaryMessage() => new()
    {
        Code = ErrorCodes.InvalidEvent,
        Message = "Expected a text WebSocket message; binary frames are not supported.",
    };

    public static RealtimeError MessageTooLarge(int limit) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = FormattableString.Invariant($"The event is too large: a message may hold at most {limit} bytes. It was ignored."),
    };
}
