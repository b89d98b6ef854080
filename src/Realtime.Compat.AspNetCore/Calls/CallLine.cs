using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>
/// The server's RTC endpoint: the app's own, or one by the settings, opened when the server listens and its addresses are known. Where there can
/// be none it says why, and everything but calls works.
/// </summary>
public sealed partial class CallLine : IHostedLifecycleService, IAsyncDisposable
{
    private readonly CallOptions _options;
    private readonly IServer _server;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallLine> _logger;
    private RtcEndpoint? _own;

    internal CallLine(IEnumerable<IRtcEndpoint> endpoints, IOptions<RealtimeOptions> options, IServer server, TimeProvider clock, ILogger<CallLine> logger)
    {
        Endpoint = endpoints.LastOrDefault();
        _options = options.Value.Calls;
        _server = server;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Takes the calls; null when none can be taken.</summary>
    public IRtcEndpoint? Endpoint { get; private set; }

    /// <summary>One line for the operator: where calls arrive, or why none can be taken.</summary>
    public string Status { get; private set; } = "WebRTC calls: not started.";

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens the endpoint.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (Endpoint is not null)
        {
            Status = "WebRTC calls are taken.";
            return Task.CompletedTask;
        }

        if (!_options.Enabled)
        {
            Status = "WebRTC calls are switched off (Realtime:Calls:Enabled).";
            return Task.CompletedTask;
        }

        try
        {
            Open();
        }
        catch (RtcUnavailableException exception)
        {
            Status = exception.Message;
            LogUnavailable(exception.Message);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        Endpoint = null;
        if (_own is not null)
            await _own.DisposeAsync().ConfigureAwait(false);
    }

    private void Open()
    {
        _own = RtcEndpoint.Start(
            new RtcEndpointOptions
            {
                Listen = _options.Listen.Count > 0 ? [.. _options.Listen.Select(IPAddress.Parse)] : IsLocal() ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [],
                Announce = [.. _options.Announce.Select(IPAddress.Parse)],
                Port = _options.Port,
                AnnouncePort = _options.AnnouncePort,
                Tcp = _options.Tcp,
                MaxCalls = _options.MaxCalls,
                ConnectTimeout = _options.ConnectTimeout,
                ConsentTimeout = _options.ConsentTimeout,
            },
            _clock);
        Endpoint = _own;
        var where = string.Join(", ", _own.Addresses.Select(address => new IPEndPoint(address, _own.Port)));
        Status = $"WebRTC calls on UDP{(_options.Tcp ? " and TCP" : "")} {where}";
        foreach (var shortcoming in RtcCapabilities.Probe().Shortcomings)
        {
            Status += $". {shortcoming}";
            LogShort(shortcoming);
        }
    }

    /// <summary>Whether nobody but this machine can reach the server: its calls then do not listen to others either.</summary>
    private bool IsLocal()
    {
        var addresses = _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return addresses.All(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback);
    }

    [LoggerMessage(33, LogLevel.Warning, "No WebRTC calls are taken: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(34, LogLevel.Warning, "{Shortcoming}")]
    private partial void LogShort(string shortcoming);
}
