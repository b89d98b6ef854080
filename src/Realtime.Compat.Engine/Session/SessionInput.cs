using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Engine.Session;

/// <summary>The closed set of what may enter a session's loop beside a client's events. Whatever happens to a session happens as one of these, in one order.</summary>
public abstract record SessionInput
{
    /// <summary>A client's message that could not be read. It passes through the loop so that its error keeps its place in the order.</summary>
    /// <param name="Error">The error to answer with.</param>
    public sealed record Rejected(RealtimeError Error) : SessionInput;

    /// <summary>The transport played everything it was given (<see cref="IPlayback"/>).</summary>
    public sealed record PlaybackDrained : SessionInput;

    /// <summary>More words of an item that is being transcribed.</summary>
    internal sealed record TranscriptionProgressed(string ItemId, Hearing.Transcript Delta) : SessionInput;

    /// <summary>An item's transcription ended.</summary>
    internal sealed record TranscriptionEnded(string ItemId, Hearing.TranscriptionOutcome Outcome) : SessionInput;

    /// <summary>Further words of a turn are certain while it is spoken, or shortly after.</summary>
    internal sealed record WordsHeard(Hearing.Live.LiveHearing Live, string Piece) : SessionInput;

    /// <summary>The words of a turn that may be over are known; null when the engine failed.</summary>
    internal sealed record SpeculationEnded(Hearing.Speculation Speculation, Hearing.Transcript? Words) : SessionInput;

    /// <summary>The turn model judged a turn that may be over.</summary>
    internal sealed record TurnJudged(Hearing.Turns.TurnQuestion Question, double Completion) : SessionInput;

    /// <summary>Audio was held back for a tentative interruption for as long as may be.</summary>
    internal sealed record HoldElapsed(Hearing.Interruption.TentativeInterruption Tentative) : SessionInput;

    /// <summary>A response's pipeline got further. Dropped by the loop when the response is over.</summary>
    internal sealed record ResponseProgressed(string ResponseId, Responding.ResponseStep Step) : SessionInput;

    /// <summary>An attempt to reach an MCP server is over: well, or with a failure.</summary>
    internal sealed record McpSettled(string ItemId, Exception? Failure) : SessionInput;

    /// <summary>Nobody asked for a response since the approval requests were answered, for the time that was set with this number.</summary>
    internal sealed record ApprovalsAnswered(int Wait) : SessionInput;

    /// <summary>The user said nothing for the idle timeout that was set with this number.</summary>
    internal sealed record IdleElapsed(int Timeout) : SessionInput;

    /// <summary>The session reached its maximum length.</summary>
    internal sealed record Expired : SessionInput;
}
