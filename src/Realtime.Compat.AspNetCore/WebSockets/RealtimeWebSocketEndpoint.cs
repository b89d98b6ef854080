using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary><c>GET …/realtime</c>: upgrades to a WebSocket and serves a session on it (PROTOCOL.md, section B).</summary>
internal sealed partial class RealtimeWebSocketEndpoint(
    IOptions<RealtimeOptions> options,
    Gate gate,
    CallRegistry calls,
    SessionFactory factory,
    ActiveSessions sessions,
    WireCheck wireCheck,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<RealtimeWebSocketEndpoint> logger)
{
    private readonly RealtimeOptions _options = options.Value;

    /// <summary>Serves one request to its end.</summary>
    /// <param name="context">The request, behind the WebSocket middleware.</param>
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await HttpErrors.WriteAsync(context.Response, StatusCodes.Status426UpgradeRequired, ConnectErrors.UpgradeRequired()).ConfigureAwait(false);
            return;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await HttpErrors.WriteAsync(context.Response, StatusCodes.Status503ServiceUnavailable, ConnectErrors.ServerStopping()).ConfigureAwait(false);
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        gate.TryEnter(context.Request, offered, out var caller, out var refusal);
        var request = ConnectRequest.From(context.Request, offered, _options.ExposeBeta, caller.Secret);
        refusal ??= request.Refusal;
        if (refusal is not null)
            LogRefused(context.Connection.RemoteIpAddress, refusal.Error.Code, context.Request.Headers.UserAgent.ToString());
        if (refusal is { CloseStatus: null })
        {
            await HttpErrors.WriteAsync(context.Response, refusal.HttpStatus, refusal.Error).ConfigureAwait(false);
            return;
        }

        if (refusal is null && request.CallId.Length > 0)
        {
            await JoinAsync(context, request, caller).ConfigureAwait(false);
            return;
        }

        using var place = sessions.TryEnter(request.Dialect.Name);
        if (place is null)
        {
            await HttpErrors.WriteAsync(context.Response, StatusCodes.Status503ServiceUnavailable, ConnectErrors.ServerFull(_options.MaxSessions)).ConfigureAwait(false);
            return;
        }

        if (refusal is not null)
        {
            await RefuseAsync(context, request, refusal).ConfigureAwait(false);
            return;
        }

        string? excess = null;
        using var lease = caller.Key?.TryEnter(isCall: false, out excess);
        if (excess is not null)
        {
            var over = AccessErrors.OverLimit(excess);
            await HttpErrors.WriteAsync(context.Response, over.HttpStatus, over.Error).ConfigureAwait(false);
            return;
        }

        await ServeAsync(context, request, caller, lease?.Left ?? TimeSpan.MaxValue).ConfigureAwait(false);
    }

    /// <summary>Tells a client over the WebSocket why it is not served: a browser shows its page no other answer.</summary>
    private async Task RefuseAsync(HttpContext context, ConnectRequest request, Refusal refusal)
    {
        using var socket = await AcceptAsync(context, request).ConfigureAwait(false);
        var connection = ConnectionOf(socket, request);
        await using (connection.ConfigureAwait(false))
            await connection.RefuseAsync(refusal.Error, refusal.CloseStatus!.Value).ConfigureAwait(false);
    }

    private async Task ServeAsync(HttpContext context, ConnectRequest request, Caller caller, TimeSpan maxLength)
    {
        using var socket = await AcceptAsync(context, request).ConfigureAwait(false);
        var connection = ConnectionOf(socket, request);
        await using (connection.ConfigureAwait(false))
        {
            var started = clock.GetTimestamp();
            var start = new SessionStart(request.Kind, request.Model)
            {
                Patches = SecretSession.PatchesOf(caller.Secret),
                MaxLength = maxLength,
                ReportsTimings = TimingsWish.Of(context.Request),
            };
            var session = factory.Open(start, connection.Outbox);
            LogConnected(
                session.Id, request.Dialect.Name, request.Kind, request.Model, context.Connection.RemoteIpAddress,
                context.Request.Headers.UserAgent.ToString(), caller.KeyName);
            var reason = await connection.ServeAsync(session).ConfigureAwait(false);
            LogDisconnected(session.Id, reason, clock.GetElapsedTime(started));
        }
    }

    /// <summary>A second hand on a running call: it sees the call's events and may send its own; the audio stays where it is.</summary>
    private async Task JoinAsync(HttpContext context, ConnectRequest request, Caller caller)
    {
        if (!calls.TryGet(request.CallId, caller, out var call))
        {
            await RefuseAsync(context, request, new Refusal(StatusCodes.Status404NotFound, CallErrors.NoSuchCall(request.CallId), CloseCodes.Refused)).ConfigureAwait(false);
            return;
        }

        using var socket = await AcceptAsync(context, request).ConfigureAwait(false);
        var connection = ConnectionOf(socket, request);
        await using (connection.ConfigureAwait(false))
        {
            var started = clock.GetTimestamp();
            if (!call.Events.TryJoin(connection.Outbox))
            {
                await connection.RefuseAsync(CallErrors.CallOver(), CloseCodes.Refused).ConfigureAwait(false);
                return;
            }

            LogJoined(call.Session.Id, request.CallId, context.Connection.RemoteIpAddress, caller.KeyName);
            try
            {
                var reason = await connection.JoinAsync(call.Session).ConfigureAwait(false);
                LogDisconnected(call.Session.Id, reason, clock.GetElapsedTime(started));
            }
            finally
            {
                call.Events.Leave(connection.Outbox);
            }
        }
    }

    private Task<WebSocket> AcceptAsync(HttpContext context, ConnectRequest request) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        SubProtocol = request.SubProtocol,
        KeepAliveInterval = _options.KeepAliveInterval,
        KeepAliveTimeout = _options.KeepAliveTimeout,
    });

    private WebSocketConnection ConnectionOf(WebSocket socket, ConnectRequest request) =>
        new(socket, wireCheck.Watch(request.Dialect), _options, clock, logger, lifetime.ApplicationStopping);

    [LoggerMessage(20, LogLevel.Information,
        "Session {SessionId}: connected; dialect {Dialect}, {Kind}, model {Model}, from {RemoteAddress}, user agent {UserAgent}, key {KeyName}")]
    private partial void LogConnected(string sessionId, string dialect, SessionKind kind, string model, IPAddress? remoteAddress, string userAgent, string keyName);

    [LoggerMessage(24, LogLevel.Information, "Session {SessionId}: call {CallId} is joined from {RemoteAddress}, key {KeyName}")]
    private partial void LogJoined(string sessionId, string callId, IPAddress? remoteAddress, string keyName);

    [LoggerMessage(21, LogLevel.Information, "Session {SessionId}: disconnected ({Reason}) after {Duration}")]
    private partial void LogDisconnected(string sessionId, DisconnectReason reason, TimeSpan duration);

    [LoggerMessage(22, LogLevel.Warning, "A client from {RemoteAddress} is refused: {Code}; user agent {UserAgent}")]
    private partial void LogRefused(IPAddress? remoteAddress, string? code, string userAgent);
}
