namespace Realtime.Compat.Protocol.Errors;

/// <summary>Values of <see cref="RealtimeError.Code"/>, OpenAI's own where it has one.</summary>
public static class ErrorCodes
{
    /// <summary>The message is not JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The message is no event: binary, not an object, or without a type.</summary>
    public const string InvalidEvent = "invalid_event";

    /// <summary>A field holds a value outside its range or list.</summary>
    public const string InvalidValue = "invalid_value";

    /// <summary>A field holds a JSON type it cannot have.</summary>
    public const string InvalidType = "invalid_type";

    /// <summary>A field that the event needs is absent.</summary>
    public const string MissingRequiredParameter = "missing_required_parameter";

    /// <summary>A field that the event does not know.</summary>
    public const string UnknownParameter = "unknown_parameter";

    /// <summary>An integer lies below its range.</summary>
    public const string IntegerBelowMinValue = "integer_below_min_value";

    /// <summary>An integer lies above its range.</summary>
    public const string IntegerAboveMaxValue = "integer_above_max_value";

    /// <summary>A number lies below its range.</summary>
    public const string DecimalBelowMinValue = "decimal_below_min_value";

    /// <summary>A number lies above its range.</summary>
    public const string DecimalAboveMaxValue = "decimal_above_max_value";

    /// <summary>A text is longer than allowed.</summary>
    public const string StringAboveMaxLength = "string_above_max_length";

    /// <summary>An object has more properties than allowed.</summary>
    public const string ObjectAboveMaxProperties = "object_above_max_properties";

    /// <summary>The conversation already runs a response.</summary>
    public const string ActiveResponse = "conversation_already_has_active_response";

    /// <summary>The client asks for more at once than the server gives.</summary>
    public const string RateLimitExceeded = "rate_limit_exceeded";

    /// <summary>No response runs that could be cancelled.</summary>
    public const string ResponseCancelNotActive = "response_cancel_not_active";

    /// <summary>The input audio buffer holds less than 100 ms.</summary>
    public const string CommitEmpty = "input_audio_buffer_commit_empty";

    /// <summary>The voice cannot change once the assistant has spoken.</summary>
    public const string CannotUpdateVoice = "cannot_update_voice";

    /// <summary>A function call output names a call that the conversation does not hold.</summary>
    public const string InvalidToolCallId = "invalid_tool_call_id";

    /// <summary>The item to cut does not exist.</summary>
    public const string ItemTruncateInvalidItemId = "item_truncate_invalid_item_id";

    /// <summary>The item to delete does not exist.</summary>
    public const string ItemDeleteInvalidItemId = "item_delete_invalid_item_id";

    /// <summary>The item to retrieve does not exist.</summary>
    public const string ItemRetrieveInvalidItemId = "item_retrieve_invalid_item_id";

    /// <summary>The item to insert after does not exist.</summary>
    public const string InvalidPreviousItemId = "item_create_invalid_previous_item_id";

    /// <summary>The id of the item to create is taken.</summary>
    public const string DuplicateItemId = "item_create_duplicate_item_id";

    /// <summary>The part cannot be cut: it is no audio of the model.</summary>
    public const string UnsupportedContentType = "unsupported_content_type";

    /// <summary>The session reached its maximum length.</summary>
    public const string SessionExpired = "session_expired";

    /// <summary>A recorded utterance could not be transcribed.</summary>
    public const string TranscriptionFailed = "transcription_failed";
}
