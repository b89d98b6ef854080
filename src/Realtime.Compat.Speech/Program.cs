using System.Text.Json;
using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Api;
using Realtime.Compat.Speech.Hosting;
using Realtime.Compat.Speech.Sherpa.Trial;

namespace Realtime.Compat.Speech;

internal static partial class Program
{
    private const int Failure = 1;

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var commandLine = CommandLine.Parse(arguments);
            if (commandLine.ShowHelp)
            {
                Console.WriteLine(CommandLine.Usage);
                return 0;
            }

            if (commandLine.Trial is { } folder) return TrialRun.Run(folder, SpeechApp.ReadSettings(commandLine.Settings).Sherpa);

            await using var app = SpeechApp.Build(commandLine.Settings);
            await app.StartAsync();
            ReportMissingEngines(app);
            if (commandLine.ExitWithParent) ParentWatch.Start(Console.OpenStandardInput(), app.Lifetime);
            Console.WriteLine(JsonSerializer.Serialize(new ListeningEvent(app.Urls.First()), ApiJson.Wire.ListeningEvent));
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or OptionsValidationException or IOException or FormatException or InvalidOperationException)
        {
            // What an operator can set wrong: an argument, a setting, a taken port, an address that is none.
            await Console.Error.WriteLineAsync($"realtime-speech: {exception.Message}");
            return Failure;
        }
    }

    private static void ReportMissingEngines(WebApplication app)
    {
        var health = InformationEndpoints.HealthOf(
            app.Services.GetRequiredService<Recognition.Transcriber>(), app.Services.GetRequiredService<Synthesis.Narrator>(), app.Services.GetRequiredService<Turns.TurnJudge>(),
            app.Services.GetRequiredService<Denoising.NoiseReducer>()).Value!;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Realtime.Compat.Speech");
        IEnumerable<Health.EngineState> engines =
        [
            .. health.SpeechToText.Engines, .. health.TextToSpeech.Engines, .. health.Turns?.Engines ?? [], .. health.NoiseReduction?.Engines ?? [],
        ];
        foreach (var engine in engines)
        {
            if (engine.Detail is not null) LogMissing(logger, engine.Detail);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Detail}")]
    private static partial void LogMissing(ILogger logger, string detail);
}
