using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>A hub of models on this machine, which can do all that hubs and the networks before them do wrong.</summary>
internal sealed class LocalHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private readonly ConcurrentQueue<HubRequest> _requests = new();
    private bool _isDisposed;

    private LocalHub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            _requests.Enqueue(new HubRequest(context.Request.Path, context.Request.Headers.Range, context.Request.Headers.IfRange));
            return _answers.TryGetValue(context.Request.Path, out var answer) ? answer(context) : Task.FromResult(context.Response.StatusCode = 404);
        });
    }

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<HubRequest> Requests => [.. _requests];

    public Uri Root => new(_app.Urls.First());

    public static async Task<LocalHub> StartAsync()
    {
        var hub = new LocalHub();
        await hub._app.StartAsync();
        return hub;
    }

    public Uri Serve(string path, HubFile file) => Answer(path, file.SendAsync);

    public Uri Answer(string path, RequestDelegate answer)
    {
        _answers[path] = answer;
        return new Uri(Root, path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
