using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.AspNetCore.WireChecks;

/// <summary>
/// Watches what leaves for clients: every event's place, and by the schema, where that is found, its shape. On in Debug builds
/// (<see cref="RealtimeOptions.CheckWire"/>). A breach is a bug of this server's; the client gets the event nevertheless.
/// </summary>
internal sealed partial class WireCheck
{
    private readonly bool _isOn;
    private readonly Lazy<EventSchema?> _schema;
    private readonly ILogger _logger;

    /// <summary>Reads the option; the schema is read with the first connection.</summary>
    public WireCheck(IOptions<RealtimeOptions> options, ILogger<WireCheck> logger)
    {
        _isOn = options.Value.CheckWire;
        _logger = logger;
        _schema = new Lazy<EventSchema?>(ReadSchema);
    }

    /// <summary>Raised with each breach, by the thread that sends.</summary>
    public event Action<WireBreach>? Breached;

    /// <summary>Puts the check between one connection and its dialect. When it is off, that is the dialect itself.</summary>
    /// <param name="dialect">How the client speaks.</param>
    public Dialect Watch(Dialect dialect) => _isOn ? new CheckedDialect(dialect, _schema.Value, Report) : dialect;

    private void Report(WireBreach breach)
    {
        LogBreach(breach.SessionId, breach.EventType, breach.What);
        Breached?.Invoke(breach);
    }

    private EventSchema? ReadSchema()
    {
        if (EventSchemaFile.Find() is not { } path)
            return null;
        try
        {
            return EventSchemaFile.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            LogUnreadable(path, exception.Message);
            return null;
        }
    }

    [LoggerMessage(40, LogLevel.Error, "Session {SessionId}: what was sent breaks the protocol; {EventType}: {Breach}")]
    private partial void LogBreach(string? sessionId, string eventType, string breach);

    [LoggerMessage(41, LogLevel.Warning, "The schema {Path} cannot be used ({Reason}): only the order of events is checked")]
    private partial void LogUnreadable(string path, string reason);
}
