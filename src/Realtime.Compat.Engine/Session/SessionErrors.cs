using System.Globalization;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Engine.Session;

/// <summary>Errors that depend on a session's state, in OpenAI's words where it has them.</summary>
internal static class SessionErrors
{
    public static RealtimeError CannotUpdateVoice(string param) => new()
    {
        Code = ErrorCodes.CannotUpdateVoice,
        Message = "Cannot update a conversation's voice if assistant audio is present.",
        Param = param,
    };

    public static RealtimeError CannotUpdateSpeed() => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = "The speed can only be changed in between model turns, not while a response is in progress.",
        Param = "session.audio.output.speed",
    };

    public static RealtimeError CommitEmpty(double bufferedMs) => new()
    {
        Code = ErrorCodes.CommitEmpty,
        Message = string.Create(CultureInfo.InvariantCulture,
            $"Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has {bufferedMs:0.00}ms of audio."),
    };

    public static RealtimeError BufferFull(TimeSpan limit) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = string.Create(CultureInfo.InvariantCulture,
            $"The input audio buffer holds at most {limit.TotalSeconds:0} seconds of audio: commit or clear it before appending more."),
        Param = "audio",
    };

    public static RealtimeError ActiveResponse(string responseId) => new()
    {
        Code = ErrorCodes.ActiveResponse,
        Message = $"Conversation already has an active response in progress: {responseId}. Wait until the response is finished before creating a new one.",
    };

    public static RealtimeError TooManyResponses(int limit) => new()
    {
        Code = ErrorCodes.RateLimitExceeded,
        Message = string.Create(CultureInfo.InvariantCulture, $"At most {limit} responses may run at once in a session. Wait until one is finished."),
    };

    public static RealtimeError CancelNotActive() => new()
    {
        Code = ErrorCodes.ResponseCancelNotActive,
        Message = "Cancellation failed: no active response found",
    };

    public static RealtimeError NoResponses() => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = "A transcription session has no responses.",
        Param = "type",
    };

    public static RealtimeError CallsOnly() => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = "Invalid value: 'output_audio_buffer.clear'. It is supported on WebRTC and SIP calls only: on a WebSocket the client holds the output buffer.",
        Param = "type",
    };

    public static RealtimeError UnknownToolCall(string callId) => new()
    {
        Code = ErrorCodes.InvalidToolCallId,
        Message = $"Tool call ID '{callId}' not found in conversation.",
    };

    public static RealtimeError UnknownTool(string name) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = $"Tool choice '{name}' not found in 'tools' parameter.",
        Param = "response.tool_choice",
    };

    public static RealtimeError NoMcp(string param) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = "This server does not connect to MCP servers.",
        Param = param,
    };

    public static RealtimeError UndescribedServer(string tools, int index)
    {
        var param = string.Create(CultureInfo.InvariantCulture, $"{tools}[{index}].server_url");
        return new RealtimeError { Code = ErrorCodes.MissingRequiredParameter, Message = $"Missing required parameter: '{param}'.", Param = param };
    }

    public static RealtimeError UnknownApprovalRequest(string itemId) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = $"Approval request '{itemId}' not found in conversation.",
        Param = "item.approval_request_id",
    };

    public static RealtimeError ApprovalAnswered(string itemId) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = $"Approval request '{itemId}' is answered already.",
        Param = "item.approval_request_id",
    };

    public static RealtimeError UnknownPrevious(string itemId) => new()
    {
        Code = ErrorCodes.InvalidPreviousItemId,
        Message = $"Error creating item: the previous item with id '{itemId}' does not exist.",
        Param = "previous_item_id",
    };

    public static RealtimeError DuplicateItem(string itemId) => new()
    {
        Code = ErrorCodes.DuplicateItemId,
        Message = $"Error creating item: an item with id '{itemId}' already exists.",
        Param = "item.id",
    };

    public static RealtimeError UnknownReference(string itemId, int index) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = $"Item with item_id not found: {itemId}",
        Param = string.Create(CultureInfo.InvariantCulture, $"response.input[{index}].id"),
    };

    public static RealtimeError UnknownRetrieve(string itemId) => new()
    {
        Code = ErrorCodes.ItemRetrieveInvalidItemId,
        Message = $"Error retrieving item: the item with id '{itemId}' does not exist.",
    };

    public static RealtimeError UnknownDelete(string itemId) => new()
    {
        Code = ErrorCodes.ItemDeleteInvalidItemId,
        Message = $"Error deleting item: the item with id '{itemId}' does not exist.",
    };

    public static RealtimeError UnknownTruncate(string itemId) => new()
    {
        Code = ErrorCodes.ItemTruncateInvalidItemId,
        Message = $"Item with item_id not found: {itemId}",
    };

    public static RealtimeError NotTruncatable() => new()
    {
        Code = ErrorCodes.UnsupportedContentType,
        Message = "Only model output audio messages can be truncated",
    };

    public static RealtimeError TruncateBeyondEnd(int audioMs, int askedMs) => new()
    {
        Code = ErrorCodes.InvalidValue,
        Message = string.Create(CultureInfo.InvariantCulture, $"Audio content of {audioMs}ms is already shorter than {askedMs}ms"),
    };

    public static RealtimeError Expired(TimeSpan length) => new()
    {
        Code = ErrorCodes.SessionExpired,
        Message = string.Create(CultureInfo.InvariantCulture, $"Your session hit the maximum duration of {length.TotalMinutes:0} minutes."),
    };

    public static RealtimeError Internal() => new()
    {
        Type = ErrorTypes.Server,
        Code = "internal_error",
        Message = "The server failed while handling this event. The session goes on.",
    };
}
