using Microsoft.Extensions.Options;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Storage;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>Where speech is recognised and made now, and how that is: a server that is set, a worker that is set, or the supervised one.</summary>
internal sealed class SpeechEndpoints : IDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private readonly SpeechWorkerOptions _worker;
    private readonly SpeechSupervisor? _supervisor;
    private readonly HttpClient _http = new() { Timeout = ProbeTimeout };

    /// <summary>Makes it.</summary>
    /// <param name="worker">The worker's settings.</param>
    /// <param name="supervisor">The supervised worker; null where none is wanted.</param>
    public SpeechEndpoints(IOptions<SpeechWorkerOptions> worker, SpeechSupervisor? supervisor) => (_worker, _supervisor) = (worker.Value, supervisor);

    /// <summary>Whether the server has to start a worker: none is set, and not everything that one does is done elsewhere.</summary>
    public static bool NeedWorker(IConfiguration configuration) => NeedWorkerForSpeech(configuration) || (HasNoWorkerOfItsOwn(configuration) && NeedsTurnModel(configuration));

    /// <summary>Whether it has to hear or speak.</summary>
    public static bool NeedWorkerForSpeech(IConfiguration configuration) => HasNoWorkerOfItsOwn(configuration)
        && (NeedsWorker(configuration, RealtimeServer.SpeechToTextSection) || NeedsWorker(configuration, RealtimeServer.TextToSpeechSection));

    /// <summary>The address of one stage now; null while its worker is not running.</summary>
    /// <param name="own">The address that the stage's own settings give; null or empty for the worker's.</param>
    public Uri? UrlFor(string? own) =>
        !string.IsNullOrEmpty(own) ? new Uri(own)
        : !string.IsNullOrEmpty(_worker.Url) ? new Uri(_worker.Url)
        : _supervisor?.State.Url;

    /// <summary>How one stage is.</summary>
    /// <param name="stage">The stage's own settings.</param>
    /// <param name="probe">Asks a server that is set for the stage.</param>
    /// <param name="pick">The stage in a worker's health.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    public async Task<PartStatus> LookAsync(
        SpeechBackendOptions stage, Func<CancellationToken, Task<BackendStatus>> probe, Func<WorkerHealth, WorkerHealth.Stage?> pick, CancellationToken cancellationToken)
    {
        if (stage.IsScripted)
            return new PartStatus(BackendState.Ready, "scripted", "built in", "no model: tones and a script");
        if (!string.IsNullOrEmpty(stage.Url))
        {
            var status = await probe(cancellationToken);
            return new PartStatus(status.State, stage.Model is { Length: > 0 } model ? model : "OpenAI-compatible server", status.Location, status.Detail);
        }

        if (_supervisor is { State: { Url: null } down })
            return new PartStatus(down.State, "speech worker", "this machine", down.Detail);
        var url = UrlFor(stage.Url)!;
        try
        {
            return Describe(pick(await HealthAsync(url, cancellationToken)), url);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or System.Text.Json.JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new PartStatus(BackendState.Down, "speech worker", Shown(url), "the speech worker does not answer");
        }
    }

    /// <summary>What a worker says of itself.</summary>
    /// <param name="url">The worker's address.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is no worker.</exception>
    public async Task<WorkerHealth> HealthAsync(Uri url, CancellationToken cancellationToken)
    {
        await using var body = await _http.GetStreamAsync(new Uri(url, "/health"), cancellationToken);
        return await WorkerHealth.ReadAsync(body, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool HasNoWorkerOfItsOwn(IConfiguration configuration) => string.IsNullOrEmpty(configuration[$"{SpeechWorkerOptions.Section}:{nameof(SpeechWorkerOptions.Url)}"]);

    private static bool NeedsTurnModel(IConfiguration configuration) =>
        configuration[ModelChoice.SettingOf(ModelKind.Turn)] is { Length: > 0 } id && id != ModelChoice.None
        && string.IsNullOrEmpty(configuration[$"{TurnModelOptions.Section}:{nameof(TurnModelOptions.Url)}"]);

    private static bool NeedsWorker(IConfiguration configuration, string stage) =>
        string.IsNullOrEmpty(configuration[$"{stage}:{nameof(SpeechBackendOptions.Url)}"])
        && !string.Equals(configuration[$"{stage}:{nameof(SpeechBackendOptions.Provider)}"], "scripted", StringComparison.OrdinalIgnoreCase);

    private static PartStatus Describe(WorkerHealth.Stage? stage, Uri url) => new(
        stage?.State is "ready" or "degraded" ? BackendState.Ready : BackendState.Down,
        stage?.Engine ?? "speech worker",
        Shown(url),
        stage?.Detail?.TrimEnd('.') ?? "");

    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
