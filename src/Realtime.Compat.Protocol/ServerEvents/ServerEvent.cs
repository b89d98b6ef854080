using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>Something the server sends. A closed set, in GA's terms; the beta dialect renames and reshapes when writing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ErrorEvent), "error")]
[JsonDerivedType(typeof(SessionCreated), "session.created")]
[JsonDerivedType(typeof(SessionUpdated), "session.updated")]
[JsonDerivedType(typeof(InputAudioBufferCommitted), "input_audio_buffer.committed")]
[JsonDerivedType(typeof(InputAudioBufferCleared), "input_audio_buffer.cleared")]
[JsonDerivedType(typeof(InputAudioBufferSpeechStarted), "input_audio_buffer.speech_started")]
[JsonDerivedType(typeof(InputAudioBufferSpeechStopped), "input_audio_buffer.speech_stopped")]
[JsonDerivedType(typeof(InputAudioBufferTimeoutTriggered), "input_audio_buffer.timeout_triggered")]
[JsonDerivedType(typeof(ConversationCreated), "conversation.created")]
[JsonDerivedType(typeof(ConversationItemAdded), "conversation.item.added")]
[JsonDerivedType(typeof(ConversationItemDone), "conversation.item.done")]
[JsonDerivedType(typeof(ConversationItemRetrieved), "conversation.item.retrieved")]
[JsonDerivedType(typeof(ConversationItemTruncated), "conversation.item.truncated")]
[JsonDerivedType(typeof(ConversationItemDeleted), "conversation.item.deleted")]
[JsonDerivedType(typeof(InputAudioTranscriptionDelta), "conversation.item.input_audio_transcription.delta")]
[JsonDerivedType(typeof(InputAudioTranscriptionCompleted), "conversation.item.input_audio_transcription.completed")]
[JsonDerivedType(typeof(InputAudioTranscriptionFailed), "conversation.item.input_audio_transcription.failed")]
[JsonDerivedType(typeof(ResponseCreated), "response.created")]
[JsonDerivedType(typeof(ResponseDone), "response.done")]
[JsonDerivedType(typeof(ResponseOutputItemAdded), "response.output_item.added")]
[JsonDerivedType(typeof(ResponseOutputItemDone), "response.output_item.done")]
[JsonDerivedType(typeof(ResponseContentPartAdded), "response.content_part.added")]
[JsonDerivedType(typeof(ResponseContentPartDone), "response.content_part.done")]
[JsonDerivedType(typeof(ResponseOutputTextDelta), "response.output_text.delta")]
[JsonDerivedType(typeof(ResponseOutputTextDone), "response.output_text.done")]
[JsonDerivedType(typeof(ResponseOutputAudioTranscriptDelta), "response.output_audio_transcript.delta")]
[JsonDerivedType(typeof(ResponseOutputAudioTranscriptDone), "response.output_audio_transcript.done")]
[JsonDerivedType(typeof(ResponseOutputAudioDelta), "response.output_audio.delta")]
[JsonDerivedType(typeof(ResponseOutputAudioDone), "response.output_audio.done")]
[JsonDerivedType(typeof(ResponseFunctionCallArgumentsDelta), "response.function_call_arguments.delta")]
[JsonDerivedType(typeof(ResponseFunctionCallArgumentsDone), "response.function_call_arguments.done")]
[JsonDerivedType(typeof(McpListToolsInProgress), "mcp_list_tools.in_progress")]
[JsonDerivedType(typeof(McpListToolsCompleted), "mcp_list_tools.completed")]
[JsonDerivedType(typeof(McpListToolsFailed), "mcp_list_tools.failed")]
[JsonDerivedType(typeof(ResponseMcpCallArgumentsDelta), "response.mcp_call_arguments.delta")]
[JsonDerivedType(typeof(ResponseMcpCallArgumentsDone), "response.mcp_call_arguments.done")]
[JsonDerivedType(typeof(ResponseMcpCallInProgress), "response.mcp_call.in_progress")]
[JsonDerivedType(typeof(ResponseMcpCallCompleted), "response.mcp_call.completed")]
[JsonDerivedType(typeof(ResponseMcpCallFailed), "response.mcp_call.failed")]
[JsonDerivedType(typeof(RateLimitsUpdated), "rate_limits.updated")]
public abstract record ServerEvent
{
    /// <summary>Unique id of the event.</summary>
    [JsonPropertyOrder(-1)]
    public string EventId { get; init; } = Ids.Event();
}
