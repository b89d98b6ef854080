using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models;
using Realtime.Compat.Server.Playground;
using Realtime.Compat.Server.SpeechWorker;
using Realtime.Compat.Server.Status;
using Realtime.Compat.Server.VoiceActivity;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Puts the server together: settings, models, endpoints.</summary>
internal static class RealtimeServer
{
    /// <summary>Section of the transcription server's settings.</summary>
    public const string SpeechToTextSection = "Realtime:SpeechToText";

    /// <summary>Section of the speech server's settings.</summary>
    public const string TextToSpeechSection = "Realtime:TextToSpeech";

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Every setting under `Realtime`.</summary>
    public static SettingNames Settings { get; } = new(
        (ServerOptions.Section, typeof(ServerOptions)),
        (RealtimeOptions.Section, typeof(RealtimeOptions)),
        (ChatBackendOptions.Section, typeof(ChatBackendOptions)),
        (SpeechToTextSection, typeof(SpeechBackendOptions)),
        (TextToSpeechSection, typeof(SpeechBackendOptions)),
        (TurnModelOptions.Section, typeof(TurnModelOptions)),
        (SpeechWorkerOptions.Section, typeof(SpeechWorkerOptions)),
        (ModelsOptions.Section, typeof(ModelsOptions)),
        (TelemetryOptions.Section, typeof(TelemetryOptions)));

    /// <summary>Builds the server; nothing listens yet, no worker runs.</summary>
    /// <param name="builder">A builder with all of the configuration, its names checked.</param>
    /// <param name="directory">What the server makes goes there.</param>
    /// <param name="listens">Whether it is going to; one whose parts are only looked at shows no certificate and lets nobody in.</param>
    /// <exception cref="OperatorException">A file of the server's own cannot be read or written.</exception>
    /// <exception cref="OptionsValidationException">A setting that cannot work.</exception>
    public static WebApplication Build(WebApplicationBuilder builder, DataDirectory directory, bool listens = true)
    {
        builder.Logging.AddServerLogging(builder.Configuration, directory);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        var certificate = listens ? AddListening(builder, directory) : null;

        AddOptions<ChatBackendOptions>(builder.Services, ChatBackendOptions.Section, options => options.Validate());
        AddOptions<SpeechWorkerOptions>(builder.Services, SpeechWorkerOptions.Section, options => options.Validate());
        AddOptions<ModelsOptions>(builder.Services, ModelsOptions.Section, options => options.Validate());
        AddOptions<TurnModelOptions>(builder.Services, TurnModelOptions.Section, options => options.Validate());
        AddOptions<SpeechBackendOptions>(builder.Services, SpeechToTextSection, options => options.Validate(SpeechToTextSection), Part.SpeechToText);
        AddOptions<SpeechBackendOptions>(builder.Services, TextToSpeechSection, options => options.Validate(TextToSpeechSection), Part.TextToSpeech);

        AddOptions<TelemetryOptions>(builder.Services, TelemetryOptions.Section, options => options.Validate());
        builder.Services.AddHostedService<TelemetryExport>();
        builder.Services.AddSingleton(directory);
        builder.Services.AddSingleton(TimeProvider.System);
        AddModels(builder.Services, builder.Configuration);
        AddParts(builder.Services);
        builder.Services.AddDataProtection().SetApplicationName("realtime-compat").PersistKeysToFileSystem(new DirectoryInfo(directory.Keys));
        builder.Services.AddRealtime();

        var app = builder.Build();
        // Before anything is made of them: a wrong setting is told by its name.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (listens)
            Listening.CheckKeys(app.Configuration, app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value);
        Map(app, certificate);
        return app;
    }

    /// <summary>What can be told of a server that has started.</summary>
    public static ServerReport Report(WebApplication app, LocalCertificate? certificate) => new(
        app.Services.GetRequiredService<IReadOnlyList<Part>>(),
        [.. app.Urls.Select(url => new Uri(url.Replace("//*:", "//localhost:", StringComparison.Ordinal).Replace("//+:", "//localhost:", StringComparison.Ordinal)))],
        app.Services.GetRequiredService<CallLine>().Status,
        certificate);

    private static LocalCertificate? AddListening(WebApplicationBuilder builder, DataDirectory directory)
    {
        var urls = Listening.UrlsOf(builder.Configuration);
        if (urls is not null)
            builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!Listening.AddressesOf(builder.Configuration).Any(address => address is { IsTls: true, CertificateSetting: null }))
            return null;
        var certificate = new CertificateStore(directory.Certificates, TimeProvider.System).Open();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate.Server));
        builder.Services.AddSingleton(certificate);
        return certificate;
    }

    private static void AddOptions<T>(IServiceCollection services, string section, Func<T, IReadOnlyList<string>> mistakes, string? name = null)
        where T : class
    {
        services.AddOptions<T>(name).BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new OptionsValidator<T>(name ?? Options.DefaultName, mistakes));
    }

    private static void AddModels(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new VoiceActivityDetectors(SileroVadModel.DefaultPath, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Func<IVoiceActivityDetector>>(provider => provider.GetRequiredService<VoiceActivityDetectors>().Create);

        services.AddSingleton(provider => new ChatBackend(
            provider.GetRequiredService<IOptions<ChatBackendOptions>>().Value,
            time: provider.GetRequiredService<TimeProvider>(),
            loggers: provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => provider.GetRequiredService<ChatBackend>().Client);
        services.AddSingleton<ContextLength>(provider => () => provider.GetRequiredService<ChatBackend>().Status.ContextLength);
        services.AddSingleton<ChatModelChoice>(provider => asked => provider.GetRequiredService<IOptions<ChatBackendOptions>>().Value.Lists(asked) ? asked : null);
        services.AddHostedService<ChatStart>();

        if (SpeechEndpoints.NeedWorker(configuration))
        {
            services.AddSingleton<IWorkerLauncher, WorkerLauncher>();
            services.AddSingleton<SpeechSupervisor>();
            services.AddHostedService(provider => provider.GetRequiredService<SpeechSupervisor>());
        }

        services.AddSingleton(provider => new SpeechEndpoints(provider.GetRequiredService<IOptions<SpeechWorkerOptions>>(), provider.GetService<SpeechSupervisor>()));
        services.AddSingleton(provider => SpeechClients.SpeechToText(
            Of(provider, Part.SpeechToText), UrlOf(provider, Part.SpeechToText), time: provider.GetRequiredService<TimeProvider>(), logger: provider.GetRequiredService<ILogger<ISpeechToTextClient>>()));
        services.AddSingleton(provider => SpeechClients.TextToSpeech(
            Of(provider, Part.TextToSpeech), UrlOf(provider, Part.TextToSpeech), time: provider.GetRequiredService<TimeProvider>(), logger: provider.GetRequiredService<ILogger<ITextToSpeechClient>>()));
        services.AddSingleton(provider => new TurnModelClient(
            provider.GetRequiredService<IOptions<TurnModelOptions>>().Value, TurnUrlOf(provider), time: provider.GetRequiredService<TimeProvider>(), logger: provider.GetRequiredService<ILogger<TurnModelClient>>()));
        services.AddSingleton<ITurnModel, WorkerTurnModel>();
        services.AddHostedService<SpeechWarmUp>();
    }

    private static SpeechBackendOptions Of(IServiceProvider services, string stage) => services.GetRequiredService<IOptionsMonitor<SpeechBackendOptions>>().Get(stage);

    private static Func<Uri?> UrlOf(IServiceProvider services, string stage)
    {
        var (endpoints, options) = (services.GetRequiredService<SpeechEndpoints>(), Of(services, stage));
        return () => endpoints.UrlFor(options.Url);
    }

    private static Func<Uri?> TurnUrlOf(IServiceProvider services)
    {
        var (endpoints, options) = (services.GetRequiredService<SpeechEndpoints>(), services.GetRequiredService<IOptions<TurnModelOptions>>().Value);
        return () => endpoints.UrlFor(options.Url);
    }

    private static void AddParts(IServiceCollection services)
    {
        services.AddSingleton<IReadOnlyList<Part>>(provider =>
        {
            var endpoints = provider.GetRequiredService<SpeechEndpoints>();
            return
            [
                new Part(Part.VoiceActivity, _ => Task.FromResult(provider.GetRequiredService<VoiceActivityDetectors>().Status)),
                new Part(Part.SpeechToText, cancellation => LookAtEarsAsync(provider, endpoints, cancellation)),
                new Part(Part.Chat, _ => Task.FromResult(ChatStart.StatusOf(provider.GetRequiredService<ChatBackend>()))),
                new Part(Part.TextToSpeech, cancellation => endpoints.LookAsync(
                    Of(provider, Part.TextToSpeech), token => provider.GetRequiredService<ITextToSpeechClient>().GetService<OpenAITextToSpeechClient>()!.ProbeAsync(token), health => health.TextToSpeech, cancellation)),
            ];
        });
        services.AddSingleton<PartWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<PartWatch>());
        var checks = services.AddHealthChecks();
        foreach (var name in (string[])[Part.VoiceActivity, Part.SpeechToText, Part.Chat, Part.TextToSpeech])
        {
            checks.Add(new HealthCheckRegistration(
                name, provider => new PartHealthCheck(provider.GetRequiredService<IReadOnlyList<Part>>().Single(part => part.Name == name)), HealthStatus.Degraded, tags: null));
        }
    }

    private static async Task<PartStatus> LookAtEarsAsync(IServiceProvider provider, SpeechEndpoints endpoints, CancellationToken cancellation)
    {
        var client = provider.GetRequiredService<ISpeechToTextClient>().GetService<OpenAISpeechToTextClient>();
        var status = await endpoints.LookAsync(Of(provider, Part.SpeechToText), token => client!.ProbeAsync(token), health => health.SpeechToText, cancellation);
        // Ready means also that it is known whether it follows speech: the very first turn may be followed.
        if (status.State == BackendState.Ready && client is not null)
            await client.LookForLiveAsync(cancellation);
        return status;
    }

    private static void Map(WebApplication app, LocalCertificate? certificate)
    {
        var started = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        app.MapRealtime();
        app.MapAzureRealtime();
        app.MapRealtimeHealth();
        app.MapPlayground(context => HomePage.WriteAsync(context, Report(app, certificate)));
        app.MapGet("/v1/models", (ChatBackend chat, IReadOnlyList<Part> parts) =>
            Results.Json(ModelsEndpoint.List(chat.Status, parts, started), ModelList.Json.Default.ModelList)).RequireRealtimeAccess();
    }
}
