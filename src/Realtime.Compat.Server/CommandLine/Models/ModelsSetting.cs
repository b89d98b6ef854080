using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Downloading;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;
using Realtime.Compat.Server.SpeechWorker;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>What the verbs of `realtime models` work with, as it is configured.</summary>
internal sealed class ModelsSetting : IDisposable
{
    private readonly IConfigurationRoot _configuration;
    private readonly ModelChoice _choice;
    private readonly ModelsOptions _options;
    private readonly HubClient _hub = HubClient.Create();

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="OperatorException">A setting cannot work, or the catalogue cannot be read.</exception>
    public ModelsSetting(IConfigurationRoot configuration, DataDirectory directory)
    {
        _configuration = configuration;
        _options = configuration.GetSection(ModelsOptions.Section).Get<ModelsOptions>() ?? new ModelsOptions();
        if (_options.Validate() is [var mistake, ..])
            throw new OperatorException(mistake);
        Catalogue = ModelCatalogue.Load(_options.Catalogue is { Length: > 0 } path ? path : null);
        Store = new ModelStore(directory.Models);
        _choice = new ModelChoice(directory.ModelSettings);
    }

    /// <summary>The models there are.</summary>
    public ModelCatalogue Catalogue { get; }

    /// <summary>The models on this machine.</summary>
    public ModelStore Store { get; }

    /// <summary>Asks hubs.</summary>
    public HubClient Hub => _hub;

    /// <summary>A mirror, set by this server's setting or by Hugging Face's own variable.</summary>
    public DownloadSources Sources => new(UriOf(_options.Mirror), UriOf(Environment.GetEnvironmentVariable(DownloadSources.HuggingFaceVariable)));

    /// <summary>What this machine counts as: what is set, else a GPU where the worker is told to use one, else what its processors and memory make it.</summary>
    public MachineClass Machine => MachineClassNames.Find(_options.Machine) ?? (WorkerEnvironment.WantsCuda ? MachineClass.Gpu : ThisMachine.Class);

    /// <summary>What is recommended for this machine.</summary>
    public DefaultSet Recommended => Catalogue.DefaultsFor(Machine, _options.Language is { Length: > 0 } language ? language : ThisMachine.Language);

    /// <summary>Installs models.</summary>
    public ModelInstaller Installer => new(Store, new Downloader(_hub, RetryTimes.With(_options.StallTimeout), TimeProvider.System), Sources, TimeProvider.System);

    /// <summary>The chat server's settings.</summary>
    public ChatBackendOptions Chat => _configuration.GetSection(ChatBackendOptions.Section).Get<ChatBackendOptions>() ?? new ChatBackendOptions();

    /// <summary>The model in use for a kind of work: an id, <c>none</c>, or null where nothing is set.</summary>
    public string? InUse(ModelKind kind) => _configuration[ModelChoice.SettingOf(kind)] is { Length: > 0 } id ? id : null;

    /// <summary>Writes a setting for the server's next start.</summary>
    /// <param name="setting">Its name.</param>
    /// <param name="value">Its value; null takes it out.</param>
    /// <returns>The value it has all the same, by `appsettings.json`, environment or command line; null where it has the one written.</returns>
    /// <exception cref="OperatorException">It cannot be written.</exception>
    public string? Set(string setting, string? value)
    {
        _choice.Set(setting, value);
        _configuration.Reload();
        return _configuration[setting] is { } effective && effective != value ? effective : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _hub.Dispose();

    private static Uri? UriOf(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && CatalogueRules.IsTrusted(uri) ? uri : null;
}
