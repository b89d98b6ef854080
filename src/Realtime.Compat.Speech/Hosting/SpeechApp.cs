using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Api;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Espeak;
using Realtime.Compat.Speech.Flite;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.PocketSphinx;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Sherpa;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Hosting;

/// <summary>Puts the worker together: engines, endpoints, limits.</summary>
internal static class SpeechApp
{
    /// <summary>Loopback: whoever wants the worker on a network says so.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8010";

    private const int FormOverheadBytes = 1 << 20;
    private const int MaxAddressBytes = 64 << 10;
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Builds the worker; engines are loaded, nothing listens yet.</summary>
    /// <param name="settings">Command line settings, <c>--key=value</c>.</param>
    /// <param name="configure">Changes services, for tests.</param>
    /// <exception cref="OptionsValidationException">A setting that cannot work.</exception>
    public static WebApplication Build(string[] settings, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(DefaultUrl);
        ConfigureLogging(builder.Logging);

        builder.Services.AddOptions<SpeechOptions>().BindConfiguration(SpeechOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<IValidateOptions<SpeechOptions>, SpeechOptionsValidator>();
        builder.Services.AddSingleton<ISpeechRecognizer, PocketSphinxRecognizer>();
        // Order is preference: flite where it speaks the language, espeak-ng for all others.
        builder.Services.AddSingleton<ISpeechSynthesizer, FliteSynthesizer>();
        builder.Services.AddSingleton<ISpeechSynthesizer, EspeakSynthesizer>();
        builder.Services.AddSingleton<SherpaHost>();
        // A downloaded model, where there is one, comes before the engines without download, which stand in for it.
        builder.Services.AddSingleton(services => new Transcriber(
            [.. Present(services.GetRequiredService<SherpaHost>().Recognizer), .. services.GetServices<ISpeechRecognizer>()], services.GetRequiredService<IOptions<SpeechOptions>>()));
        builder.Services.AddSingleton(services => new Narrator(
            [.. Present(services.GetRequiredService<SherpaHost>().Synthesizer), .. services.GetServices<ISpeechSynthesizer>()], services.GetRequiredService<IOptions<SpeechOptions>>()));
        builder.Services.AddSingleton(services => new TurnJudge(
            services.GetService<ITurnModel>() ?? services.GetRequiredService<SherpaHost>().TurnModel, services.GetRequiredService<IOptions<SpeechOptions>>()));
        builder.Services.AddSingleton(services => new NoiseReducer(services.GetService<ISpeechDenoiser>() ?? services.GetRequiredService<SherpaHost>().Denoiser));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        configure?.Invoke(builder.Services);

        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            var limits = kestrel.ApplicationServices.GetRequiredService<IOptions<SpeechOptions>>().Value;
            // A WebSocket has no form: words to expect come in the address.
            kestrel.Limits.MaxRequestLineSize = MaxAddressBytes;
            kestrel.Limits.MaxRequestBodySize = limits.MaxAudioBytes + FormOverheadBytes;
        });

        var app = builder.Build();
        Map(app);
        // Load now: what is missing is known, and the first request waits for nothing.
        app.Services.GetRequiredService<Transcriber>();
        app.Services.GetRequiredService<Narrator>();
        app.Services.GetRequiredService<TurnJudge>();
        app.Services.GetRequiredService<NoiseReducer>();
        return app;
    }

    /// <summary>The settings alone, without a worker around them.</summary>
    /// <param name="settings">Command line settings, <c>--key=value</c>.</param>
    public static SpeechOptions ReadSettings(string[] settings) =>
        new ConfigurationBuilder().AddCommandLine(settings).Build().GetSection(SpeechOptions.Section).Get<SpeechOptions>() ?? new SpeechOptions();

    private static IEnumerable<T> Present<T>(T? engine)
        where T : class => engine is null ? [] : [engine];

    private static void Map(WebApplication app)
    {
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<ShutdownMiddleware>();
        // Named here, or routing would run before the error shape is in place.
        app.UseRouting();
        app.UseWebSockets();
        app.MapPost("/v1/audio/transcriptions", TranscriptionEndpoint.HandleAsync);
        app.MapGet(LiveTranscriptionEndpoint.Path, LiveTranscriptionEndpoint.HandleAsync);
        app.MapPost("/v1/audio/speech", SpeechEndpoint.HandleAsync);
        app.MapPost(TurnEndpoint.Path, TurnEndpoint.HandleAsync);
        app.MapGet("/v1/audio/voices", InformationEndpoints.Voices);
        app.MapGet("/v1/models", InformationEndpoints.Models);
        app.MapGet("/health", InformationEndpoints.HealthOf);
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        // Standard output belongs to the one line the supervisor reads.
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A port in use is told in one sentence, not in a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
