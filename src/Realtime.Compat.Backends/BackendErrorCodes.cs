namespace Realtime.Compat.Backends;

/// <summary>The values of <see cref="BackendException.Code"/>: why a chat, transcription or speech server did not give what it was asked for.</summary>
public static class BackendErrorCodes
{
    /// <summary>The server does not have the model.</summary>
    public const string ModelNotFound = "model_not_found";

    /// <summary>The server has the model and could not load it (memory, corrupt file, crashed runner).</summary>
    public const string ModelLoadFailed = "model_load_failed";

    /// <summary>No connection, or the connection broke before an answer began.</summary>
    public const string Unreachable = "backend_unreachable";

    /// <summary>The server was silent for longer than the settings allow, or the whole answer took too long.</summary>
    public const string Timeout = "backend_timeout";

    /// <summary>The server is busy, is rate limiting, or is still loading its model.</summary>
    public const string Overloaded = "backend_overloaded";

    /// <summary>The server refused the key, or wants one.</summary>
    public const string Unauthorized = "backend_unauthorized";

    /// <summary>The server refused the request for a reason of its own; the message quotes it.</summary>
    public const string Refused = "backend_refused";

    /// <summary>The server failed.</summary>
    public const string Failed = "backend_failed";

    /// <summary>The server answered something that is not the protocol.</summary>
    public const string Protocol = "backend_protocol_error";

    /// <summary>The prompt does not fit the model's context.</summary>
    public const string ContextLengthExceeded = "context_length_exceeded";

    /// <summary>The prompt holds a kind of content (an image, audio) that the server or the model cannot take.</summary>
    public const string UnsupportedContent = "unsupported_content";

    /// <summary>The model cannot call tools.</summary>
    public const string ToolsNotSupported = "tools_not_supported";

    /// <summary>The caller demanded a tool that it did not offer.</summary>
    public const string InvalidToolChoice = "invalid_tool_choice";

    /// <summary>The answer broke off before its end.</summary>
    public const string CutOff = "cut_off";

    /// <summary>The model ended its turn with nothing that can be said or called.</summary>
    public const string EmptyAnswer = "empty_answer";

    /// <summary>A rule of the script says that this call fails.</summary>
    public const string Scripted = "scripted_error";
}
