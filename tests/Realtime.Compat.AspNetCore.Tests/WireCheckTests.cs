using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests;

/// <summary>The check itself; that the server passes it, every other test of an app shows.</summary>
public sealed class WireCheckTests : ILogger<WireCheck>
{
    private static readonly InputAudioBufferSpeechStopped Astray = new() { AudioEndMs = 1, ItemId = "item_1" };

    private readonly List<(LogLevel Level, string Text)> _log = [];
    private readonly List<WireBreach> _breaches = [];

    [Fact]
    public void An_event_out_of_place_is_logged_as_an_error_of_its_session_and_sent_nevertheless()
    {
        var dialect = Watch(Dialect.Ga);
        var output = new ArrayBufferWriter<byte>();
        Assert.True(dialect.Write(new SessionCreated { Session = Session("sess_7") }, output));
        Assert.Empty(_breaches);
        output.ResetWrittenCount();

        Assert.True(dialect.Write(Astray, output));

        Assert.True(output.WrittenCount > 0);
        Assert.Equal(new WireBreach("sess_7", "input_audio_buffer.speech_stopped", "speech_stopped without speech_started"), Assert.Single(_breaches));
        var (level, text) = Assert.Single(_log);
        Assert.Equal(LogLevel.Error, level);
        Assert.Equal("Session sess_7: what was sent breaks the protocol; input_audio_buffer.speech_stopped: speech_stopped without speech_started", text);
    }

    [SharedDataFact("protocol/realtime.lenient.schema.json")]
    public void An_event_that_the_schema_does_not_know_is_noticed()
    {
        var dialect = Watch(Dialect.Ga);
        var output = new ArrayBufferWriter<byte>();
        dialect.Write(new SessionCreated { Session = Session("sess_7") }, output);

        dialect.Write(new RateLimitsUpdated { RateLimits = [new RateLimit { Name = "words", Limit = 1, Remaining = 1, ResetSeconds = 1 }] }, output);

        Assert.Equal("rate_limits[0].name: must be \"requests\" or \"tokens\"", Assert.Single(_breaches).What);
    }

    [Fact]
    public void Connections_are_checked_each_by_itself()
    {
        var output = new ArrayBufferWriter<byte>();
        Watch(Dialect.Ga).Write(new SessionCreated { Session = Session("sess_1") }, output);

        Watch(Dialect.Beta).Write(Astray, output);

        Assert.Contains(_breaches, breach => breach is { SessionId: null, What: "first event is not session.created" });
    }

    [Fact]
    public void When_it_is_off_nothing_stands_between()
    {
        var check = new WireCheck(Options.Create(new RealtimeOptions { CheckWire = false }), this);

        Assert.Same(Dialect.Ga, check.Watch(Dialect.Ga));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add((logLevel, formatter(state, exception)));

    private static SessionConfiguration Session(string id) => new() { Id = id, Kind = SessionKind.Realtime, Model = "m", ExpiresAt = 1, Instructions = "", Voice = "alloy" };

    private Dialect Watch(Dialect dialect)
    {
        var check = new WireCheck(Options.Create(new RealtimeOptions { CheckWire = true }), this);
        check.Breached += _breaches.Add;
        return check.Watch(dialect);
    }
}
