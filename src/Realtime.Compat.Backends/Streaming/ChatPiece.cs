using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>What a chat server's stream says, in one language for both wires.</summary>
internal abstract record ChatPiece
{
    /// <summary>Text as the model printed it; may still hold thoughts and printed tool calls.</summary>
    public sealed record Text(string Value) : ChatPiece;

    /// <summary>Thoughts the server itself set apart.</summary>
    public sealed record Reasoning(string Value) : ChatPiece;

    /// <summary>More of a tool call's arguments; the whole call follows.</summary>
    public sealed record ArgumentsDelta(string CallId, string Name, string Value) : ChatPiece;

    /// <summary>A whole tool call.</summary>
    public sealed record Call(FunctionCallContent Value) : ChatPiece;

    /// <summary>Token counts; the last one counts.</summary>
    public sealed record Usage(UsageDetails Value) : ChatPiece;

    /// <summary>The end mark. A stream without one was cut off.</summary>
    public sealed record Finish(ChatFinishReason Reason) : ChatPiece;
}
