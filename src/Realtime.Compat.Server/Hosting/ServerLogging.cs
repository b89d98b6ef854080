using System.Globalization;
using Realtime.Compat.Server.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Where log lines go: standard error, and one file a day in the data directory. `Logging:LogLevel` says which.</summary>
internal static class ServerLogging
{
    private const int FilesKept = 14;
    private const long MaxFileBytes = 50 << 20;
    private const string ConsoleLine = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";
    private const string FileLine = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>Puts Serilog behind Microsoft.Extensions.Logging. A `Serilog:WriteTo` in the configuration replaces both places.</summary>
    public static void AddServerLogging(this ILoggingBuilder logging, IConfiguration configuration, DataDirectory directory)
    {
        // Levels are decided once, by Microsoft.Extensions.Logging's filters.
        var log = new LoggerConfiguration().MinimumLevel.Verbose().ReadFrom.Configuration(configuration);
        if (!configuration.GetSection("Serilog:WriteTo").GetChildren().Any())
        {
            log.WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
            log.WriteTo.File(
                Path.Combine(directory.Logs, "realtime-.log"), outputTemplate: FileLine, formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept, fileSizeLimitBytes: MaxFileBytes, rollOnFileSizeLimit: true, shared: true);
        }

        logging.ClearProviders();
        // Not AddSerilog(): it would set a filter of its own, which beats those of the configuration.
        logging.AddProvider(new SerilogLoggerProvider(log.CreateLogger(), dispose: true));
    }
}
