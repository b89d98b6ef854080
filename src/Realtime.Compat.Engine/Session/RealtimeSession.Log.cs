using Microsoft.Extensions.Logging;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    [LoggerMessage(1, LogLevel.Information, "Session {SessionId} started: {Kind}, model {Model}")]
    private partial void LogStarted(string sessionId, SessionKind kind, string model);

    [LoggerMessage(2, LogLevel.Information, "Session {SessionId} ended")]
    private partial void LogEnded(string sessionId);

    [LoggerMessage(3, LogLevel.Error, "Session {SessionId} failed to handle {Input}")]
    private partial void LogHandlerFailed(Exception exception, string sessionId, string input);

    [LoggerMessage(4, LogLevel.Warning, "Session {SessionId}: item {ItemId} could not be transcribed: {Failure}")]
    private partial void LogTranscriptionFailed(Exception? exception, string sessionId, string itemId, string failure);

    [LoggerMessage(5, LogLevel.Warning, "Session {SessionId}: response {ResponseId} failed: {Failure}")]
    private partial void LogResponseFailed(Exception? exception, string sessionId, string responseId, string failure);

    [LoggerMessage(6, LogLevel.Information, "Session {SessionId}: response {ResponseId} {Status}; ms: {Timings}")]
    private partial void LogResponseEnded(string sessionId, string responseId, ResponseStatus status, TurnTimings timings);

    [LoggerMessage(7, LogLevel.Error, "Session {SessionId} failed")]
    private partial void LogFailed(Exception exception, string sessionId);

    [LoggerMessage(8, LogLevel.Warning, "Session {SessionId}: MCP server {ServerLabel} cannot be used: {Reason}")]
    private partial void LogServerFailed(string sessionId, string serverLabel, string reason);

    [LoggerMessage(9, LogLevel.Warning, "Session {SessionId}: the turn model failed; turns are decided without it")]
    private partial void LogTurnModelFailed(Exception exception, string sessionId);

    [LoggerMessage(21, LogLevel.Debug, "Session {SessionId}: the turn model takes the turn for complete by {Completion:0.00}")]
    private partial void LogTurnJudged(string sessionId, double completion);

    [LoggerMessage(10, LogLevel.Warning, "Session {SessionId}: the turn is transcribed whole, because following it failed: {Failure}")]
    private partial void LogLiveLost(Exception? exception, string sessionId, string failure);

    [LoggerMessage(20, LogLevel.Debug, "Session {SessionId}: what was heard over the answer at {StartMs} ms did not interrupt it")]
    private partial void LogInterruptionDismissed(string sessionId, long startMs);
}
