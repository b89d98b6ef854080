using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Tools;

namespace Realtime.Compat.Engine.Responding;

/// <summary>What a response's pipeline reports to the session's loop, in the order in which the client is to see it.</summary>
internal abstract record ResponseStep
{
    /// <summary>More text of a text response.</summary>
    public sealed record Text(string Delta) : ResponseStep;

    /// <summary>A clause whose audio follows, as it stands in the transcript.</summary>
    public sealed record ClauseBegun(string Transcript) : ResponseStep;

    /// <summary>Audio of the current clause, in the response's output format, whole samples.</summary>
    public sealed record Audio(ReadOnlyMemory<byte> Samples) : ResponseStep;

    /// <summary>When the voice says a word of the current clause, as the speech engine knows it.</summary>
    public sealed record WordSpoken(WordTiming Timing) : ResponseStep;

    /// <summary>The audio of the current clause is whole.</summary>
    public sealed record ClauseEnded : ResponseStep
    {
        /// <summary>The one there is.</summary>
        public static ClauseEnded Instance { get; } = new();
    }

    /// <summary>More of a function call's arguments; the call opens with the first, and a <see cref="FunctionCall"/> with its id ends it.</summary>
    public sealed record FunctionCallArguments(string CallId, string Name, string Delta) : ResponseStep;

    /// <summary>A whole function call.</summary>
    public sealed record FunctionCall(string CallId, string Name, string Arguments) : ResponseStep;

    /// <summary>The server is about to make an MCP call. It waits until the loop has told the client, so that no call is made that nobody sees.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Told">Completed by the loop; never, when the response is over.</param>
    public sealed record McpCallBegun(McpCall Call, TaskCompletionSource Told) : ResponseStep;

    /// <summary>What became of the call begun last.</summary>
    public sealed record McpCallEnded(McpCallResult Result) : ResponseStep;

    /// <summary>The model wants to make an MCP call that needs the client's consent.</summary>
    public sealed record McpApprovalRequested(McpCall Call) : ResponseStep;

    /// <summary>The end; nothing follows.</summary>
    public sealed record Ended(ResponseOutcome Outcome) : ResponseStep;
}
