using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.Speech.Hosting;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>The worker in this process, on a free port, with a client.</summary>
internal sealed class Worker : WorkerClient, IAsyncDisposable
{
    private readonly WebApplication _app;

    private Worker(WebApplication app)
        : base(new Uri(app.Urls.First())) => _app = app;

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings as on the command line.</param>
    /// <param name="configure">Puts scripted engines in place of real ones.</param>
    public static async Task<Worker> StartAsync(string[]? settings = null, Action<IServiceCollection>? configure = null)
    {
        var app = SpeechApp.Build(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", .. settings ?? []], configure);
        await app.StartAsync();
        return new Worker(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
