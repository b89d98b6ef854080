using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary><c>GET …/realtime</c>: upgrades to a WebSocket and serves a session on it (PROTOCOL.md, section B).</summary>
internal sealed partial class RealtimeWebSocketEndpoint(
    IOptions<RealtimeOptions> options,
    SessionFactory factory,
    ActiveSessions sessions,
    WireCheck wireCheck,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<RealtimeWebSocketEndpoint> logger)
{
    /// <summary>With 1 the client gets the times of each turn's stages in the metadata of `response.done`.</summary>
    private const string TimingsHeader = "X-Realtime-Timings";

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

        var request = ConnectRequest.From(context.Request, context.WebSockets.WebSocketRequestedProtocols, _options.ExposeBeta);
        using var place = sessions.TryEnter(request.Dialect.Name);
        if (place is null)
        {
            await HttpErrors.WriteAsync(context.Response, StatusCodes.Status503ServiceUnavailable, ConnectErrors.ServerFull(_options.MaxSessions)).ConfigureAwait(false);
            return;
        }

        await UpgradeAsync(context, request).ConfigureAwait(false);
    }

    private async Task UpgradeAsync(HttpContext context, ConnectRequest request)
    {
        var accept = new WebSocketAcceptContext
        {
            SubProtocol = request.SubProtocol,
            KeepAliveInterval = _options.KeepAliveInterval,
            KeepAliveTimeout = _options.KeepAliveTimeout,
        };
        using var socket = await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
        var connection = new WebSocketConnection(socket, wireCheck.Watch(request.Dialect), _options, clock, logger, lifetime.ApplicationStopping);
        await using (connection.ConfigureAwait(false))
        {
            if (request.Refusal is { } refusal)
            {
                LogRefused(context.Connection.RemoteIpAddress, refusal.Code, context.Request.Headers.UserAgent.ToString());
                await connection.RefuseAsync(refusal).ConfigureAwait(false);
                return;
            }

            var started = clock.GetTimestamp();
            var session = factory.Open(request.Kind, request.Model, connection.Outbox, context.Request.Headers[TimingsHeader] == "1");
            LogConnected(
                session.Id, request.Dialect.Name, request.Kind, request.Model, context.Connection.RemoteIpAddress,
                context.Request.Headers.UserAgent.ToString(), request.KeySource);
            var reason = await connection.ServeAsync(session).ConfigureAwait(false);
            LogDisconnected(session.Id, reason, clock.GetElapsedTime(started));
        }
    }

    [LoggerMessage(20, LogLevel.Information,
        "Session {SessionId}: connected; dialect {Dialect}, {Kind}, model {Model}, from {RemoteAddress}, user agent {UserAgent}, key {KeySource}")]
    private partial void LogConnected(string sessionId, string dialect, SessionKind kind, string model, IPAddress? remoteAddress, string userAgent, KeySource keySource);

    [LoggerMessage(21, LogLevel.Information, "Session {SessionId}: disconnected ({Reason}) after {Duration}")]
    private partial void LogDisconnected(string sessionId, DisconnectReason reason, TimeSpan duration);

    [LoggerMessage(22, LogLevel.Warning, "A client from {RemoteAddress} is refused: {Code}; user agent {UserAgent}")]
    private partial void LogRefused(IPAddress? remoteAddress, string? code, string userAgent);
}
