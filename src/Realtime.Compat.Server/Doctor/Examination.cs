using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.CommandLine;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Doctor.Checks;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Models.Storage;
using Realtime.Compat.Server.SpeechWorker;
using Realtime.Compat.Server.Status;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.Server.Doctor;

/// <summary>Looks at everything, in the order in which one thing needs the other. No port is held longer than it takes to look, and no session is disturbed.</summary>
internal static class Examination
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Examines this machine.</summary>
    /// <param name="settings">`--name=value`.</param>
    /// <param name="tell">Told each finding as soon as it is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether all is well.</returns>
    public static async Task<bool> RunAsync(string[] settings, Action<Finding> tell, CancellationToken cancellationToken)
    {
        var isWell = true;
        foreach (var check in Machine(TimeProvider.System))
            await ShowAsync(check);
        var setting = new SettingsCheck(settings);
        await ShowAsync(setting);
        if (setting is { Builder: { } builder, Directory: { } directory })
        {
            foreach (var check in Kept(builder.Configuration, directory, TimeProvider.System))
                await ShowAsync(check);
            await EnginesAsync(builder, directory);
        }

        return isWell;

        async Task ShowAsync(ICheck check)
        {
            var finding = await LookAsync(check, cancellationToken);
            isWell &= finding.IsFine;
            tell(finding);
        }

        async Task EnginesAsync(WebApplicationBuilder engines, DataDirectory home)
        {
            // What the parts log is what the findings say.
            engines.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "None",
                ["Logging:LogLevel:Microsoft"] = "None",
            });
            WebApplication app;
            try
            {
                app = RealtimeServer.Build(engines, home, listens: false);
            }
            catch (Exception failure) when (StartFailure.Explain(failure, urls: null) is { } sentence)
            {
                isWell = false;
                tell(Finding.Wrong(sentence, "correct the setting (docs/configuration.md)") with { Check = "start" });
                return;
            }

            await using (app)
            {
                var supervisor = app.Services.GetService<SpeechSupervisor>();
                if (supervisor is not null)
                    await supervisor.StartAsync(cancellationToken);
                try
                {
                    var addresses = Listening.AddressesOf(app.Configuration);
                    // Calls are taken where the server listens, which a start would have told.
                    foreach (var address in addresses)
                        app.Urls.Add(address.Url);
                    await ShowAsync(new CallsCheck(app.Services.GetRequiredService<CallLine>(), app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Calls, addresses));
                    var parts = app.Services.GetRequiredService<IReadOnlyList<Part>>();
                    await ShowAsync(new SpeechCheck(
                        parts.Single(part => part.Name == Part.TextToSpeech), parts.Single(part => part.Name == Part.SpeechToText), app.Configuration,
                        app.Services.GetRequiredService<ITextToSpeechClient>(), app.Services.GetRequiredService<ISpeechToTextClient>()));
                    var (endpoints, turns) = (app.Services.GetRequiredService<SpeechEndpoints>(), app.Services.GetRequiredService<IOptions<TurnModelOptions>>().Value);
                    await ShowAsync(new TurnModelCheck(endpoints.UrlFor(turns.Url), endpoints.HealthAsync, app.Services.GetRequiredService<TurnModelClient>(), TimeProvider.System));
                    var chat = app.Services.GetRequiredService<ChatBackend>();
                    await ShowAsync(new ChatCheck(chat));
                    await ShowAsync(new ToolCallCheck(chat));
                }
                finally
                {
                    if (supervisor is not null)
                        await supervisor.StopAsync(CancellationToken.None);
                }
            }
        }
    }

    /// <summary>Looks, and turns what is thrown into what was found.</summary>
    public static async Task<Finding> LookAsync(ICheck check, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await check.LookAsync(patience.Token) with { Check = check.Name };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Wrong($"no answer within {Patience.TotalMinutes:0} minutes", "./run.sh, and read what it says of that part") with { Check = check.Name };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Finding.Wrong(failure.Message, "./run.sh --Logging:LogLevel:Realtime Debug shows more") with { Check = check.Name };
        }
    }

    private static IEnumerable<ICheck> Machine(TimeProvider clock) =>
    [
        new ProcessorCheck(ProcessorCheck.Vectors),
        new MemoryCheck(),
        new ClockCheck(clock),
        new UdpCheck(IPAddress.Loopback),
        new OpenSslCheck(RtcCapabilities.Probe()),
        new OpusCheck(RtcCapabilities.Probe()),
        new VoiceActivityCheck(SileroVadModel.DefaultPath),
        new SpeechLibrariesCheck(Path.Combine(AppContext.BaseDirectory, "speech", "sherpa"), SpeechLibrariesCheck.System),
    ];

    private static IEnumerable<ICheck> Kept(IConfiguration configuration, DataDirectory directory, TimeProvider clock) =>
    [
        new DiskCheck(directory.Root),
        new PortsCheck(Listening.AddressesOf(configuration)),
        new KeysCheck(configuration),
        new CertificateCheck(configuration, directory.Certificates, clock),
        new ModelFilesCheck(new ModelStore(directory.Models)),
    ];
}
