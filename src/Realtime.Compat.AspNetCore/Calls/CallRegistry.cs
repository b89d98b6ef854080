using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>The calls that run, by id. Takes new ones, and hangs all up when the server stops.</summary>
internal sealed partial class CallRegistry(
    IOptions<RealtimeOptions> options,
    SessionFactory factory,
    WireCheck wireCheck,
    TimeProvider clock,
    ILogger<CallRegistry> logger,
    CallLine line) : IHostedService
{
    private readonly ConcurrentDictionary<string, RealtimeCall> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Whether this server takes calls.</summary>
    public bool TakesCalls => line.Endpoint is not null;

    /// <summary>Takes a call; it runs until either side ends it.</summary>
    /// <param name="offer">The caller's SDP offer.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="start">How the session starts.</param>
    /// <param name="dialect">How the call's events are spelt.</param>
    /// <param name="places">What the call takes up; disposed at its end, or here when it is not taken.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="RtcOfferException">The offer cannot be served.</exception>
    public RtcAnswer Take(string offer, Caller caller, SessionStart start, Dialect dialect, IReadOnlyList<IDisposable> places)
    {
        var call = new RealtimeCall(
            wireCheck.Watch(dialect), caller, (outbox, playback) => factory.Open(start with { Playback = playback }, outbox), options.Value, clock, logger);
        RtcAnswer answer;
        try
        {
            answer = line.Endpoint!.Accept(offer, call);
        }
        catch
        {
            call.Dispose();
            Release(places);
            throw;
        }

        _calls[answer.Call.Id] = call;
        LogTaken(call.Session.Id, answer.Call.Id, dialect.Name, start.Model, caller.KeyName);
        var running = RunAsync(call, answer.Call, places);
        _running.TryAdd(running, true);
        running.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return answer;
    }

    /// <summary>Finds a running call of this caller's.</summary>
    /// <param name="callId">Its id.</param>
    /// <param name="caller">Who asks: whoever holds the same key, or the secret that the call was made with.</param>
    /// <param name="call">The call.</param>
    public bool TryGet(string callId, Caller caller, [NotNullWhen(true)] out RealtimeCall? call) =>
        _calls.TryGetValue(callId, out call) && call.Caller.Key == caller.Key && (caller.Secret is null || caller.Secret.Id == call.Caller.Secret?.Id);

    /// <summary>Ends a call; from here on nobody finds it.</summary>
    /// <param name="callId">Its id.</param>
    /// <param name="caller">Who asks (<see cref="TryGet"/>).</param>
    /// <returns>False when there is no such call.</returns>
    public bool TryHangUp(string callId, Caller caller)
    {
        if (!TryGet(callId, caller, out var call) || !_calls.TryRemove(callId, out _))
            return false;
        call.HangUp();
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hangs up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var call in _calls.Values)
            call.HangUp();
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(RealtimeCall call, IRtcCall rtc, IReadOnlyList<IDisposable> places)
    {
        // Not on the request's time.
        await Task.Yield();
        var started = clock.GetTimestamp();
        try
        {
            await call.RunAsync(rtc).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(exception, call.Session.Id);
        }
        finally
        {
            _calls.TryRemove(rtc.Id, out _);
            LogEnded(call.Session.Id, rtc.Id, call.Reason, clock.GetElapsedTime(started));
            call.Dispose();
            Release(places);
        }
    }

    private static void Release(IReadOnlyList<IDisposable> places)
    {
        foreach (var place in places)
            place.Dispose();
    }

    [LoggerMessage(30, LogLevel.Information, "Session {SessionId}: call {CallId}; dialect {Dialect}, model {Model}, key {KeyName}")]
    private partial void LogTaken(string sessionId, string callId, string dialect, string model, string keyName);

    [LoggerMessage(31, LogLevel.Information, "Session {SessionId}: call {CallId} ended ({Reason}) after {Duration}")]
    private partial void LogEnded(string sessionId, string callId, RtcCloseReason? reason, TimeSpan duration);

    [LoggerMessage(32, LogLevel.Error, "Session {SessionId}: the call failed")]
    private partial void LogFailed(Exception exception, string sessionId);
}
