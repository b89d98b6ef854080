using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.CommandLine.Models;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Models.Storage;
using Realtime.Compat.Server.Status;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>`realtime serve`: starts the server, says how it is, and runs until it is told to stop.</summary>
internal static partial class ServeCommand
{
    /// <summary>The table waits this long for parts that are starting; what changes later is logged.</summary>
    private static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs it.</summary>
    /// <param name="settings">`--name=value`.</param>
    /// <exception cref="OperatorException">The start failed for a reason that an operator can put right.</exception>
    public static async Task RunAsync(string[] settings)
    {
        string? urls = null, certificate = null;
        WebApplication? app = null;
        try
        {
            var builder = CreateBuilder(settings);
            var directory = DataDirectory.Of(builder.Configuration);
            UserSettings.AddTo(builder.Configuration, directory);
            RealtimeServer.Settings.Check(builder.Configuration);
            ChosenModels.Check(builder.Configuration, directory);
            await FirstModels.PullAsync(builder.Configuration, directory, AnsiConsole.Console);
            app = RealtimeServer.Build(builder, directory);
            urls = Listening.UrlsOf(app.Configuration);
            certificate = Listening.AddressesOf(app.Configuration).Select(address => address.CertificateSetting).FirstOrDefault(setting => setting is not null);
            await app.StartAsync();
        }
        catch (Exception failure) when (StartFailure.Explain(failure, urls, certificate) is { } sentence)
        {
            await StopAsync(app);
            throw new OperatorException(sentence, failure);
        }

        await using (app)
        {
            await ReportAsync(app);
            await app.WaitForShutdownAsync();
        }
    }

    /// <summary>A builder with all of the configuration but what lies in the data directory.</summary>
    /// <exception cref="OperatorException">A settings file cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (Exception failure) when (StartFailure.Explain(failure, urls: null) is { } sentence)
        {
            throw new OperatorException(sentence, failure);
        }
    }

    private static async Task ReportAsync(WebApplication app)
    {
        var watch = app.Services.GetRequiredService<PartWatch>();
        var settled = Task.WhenAny(watch.Settled, Task.Delay(ReportPatience, app.Lifetime.ApplicationStopping));
        await settled;
        if (app.Lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        var certificate = app.Services.GetService<LocalCertificate>();
        var report = RealtimeServer.Report(app, certificate);
        StartReport.Write(AnsiConsole.Console, report);
        watch.IsReported = true;
        if (certificate?.Remade is { } why && why != "there was none")
            LogRemade(app.Logger, why);
        if (app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value.AllowAnonymous)
        {
            foreach (var address in report.Addresses.Where(address => !Listening.IsLoopback(address)))
                LogOpen(app.Logger, address.GetLeftPart(UriPartial.Authority));
        }
    }

    /// <summary>A start that failed half-way may have started the worker.</summary>
    private static async Task StopAsync(WebApplication? app)
    {
        if (app is null)
            return;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    [LoggerMessage(1, LogLevel.Warning, "A new certificate was made ({Why}): tell clients to trust it again.")]
    private static partial void LogRemade(ILogger logger, string why);

    [LoggerMessage(2, LogLevel.Warning, "{Address} can be reached from other machines, and anybody who reaches it may use the models: Realtime:AllowAnonymous is set.")]
    private static partial void LogOpen(ILogger logger, string address);
}
