namespace Realtime.Compat.Protocol.Errors;

/// <summary>Values of <see cref="RealtimeError.Type"/>.</summary>
public static class ErrorTypes
{
    /// <summary>The client sent something it should not have.</summary>
    public const string InvalidRequest = "invalid_request_error";

    /// <summary>The server or one of its models failed.</summary>
    public const string Server = "server_error";
}
