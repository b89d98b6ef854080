using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.Ollama;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Scripted;

namespace Realtime.Compat.Backends;

/// <summary>
/// The chat model that the settings name: chosen, warmed up and watched in the background, apart from every user's turn. With provider `auto` it is Ollama
/// if that answers at start; until Ollama answers with its model for the first time, the script speaks in its place.
/// </summary>
public sealed partial class ChatBackend : IAsyncDisposable
{
    private readonly ChatBackendOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly ScriptedChatClient? _scripted;
    private readonly IChatClient? _remote;
    private readonly IBackendProbe? _probe;
    private readonly SwitchingChatClient _client;
    private readonly FailoverChatClient? _failover;
    private readonly List<IBackendProbe> _fallbackProbes = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _warmedUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _starting = new();
    private volatile BackendStatus _status;
    private bool _wasReady;
    private Task? _started;
    private Task _watch = Task.CompletedTask;
    private Task _warmingFallbacks = Task.CompletedTask;

    /// <summary>Makes the clients; nothing is sent before <see cref="StartAsync"/>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="handler">What carries the requests; null for one of its own.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="loggers">Makes the logs; null for none.</param>
    /// <exception cref="ArgumentException">The settings are wrong: the sentences of <see cref="ChatBackendOptions.Validate"/>.</exception>
    /// <exception cref="ScriptException">The script is wrong.</exception>
    public ChatBackend(ChatBackendOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } mistakes)
            throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        _options = options;
        _time = time ?? TimeProvider.System;
        _log = (ILogger?)loggers?.CreateLogger<ChatBackend>() ?? NullLogger.Instance;
        _http = BackendHttp.CreateClient(handler ?? BackendHttp.CreateHandler(options.ConnectTimeout), ownsHandler: handler is null);
        var provider = options.Provider.Trim().ToLowerInvariant();
        if (provider is "auto" or "scripted")
            _scripted = new ScriptedChatClient(options.ScriptFile, _time, options.MaxOutputTokens);
        if (provider is "auto" or "ollama")
        {
            _remote = new OllamaChatClient(options, handler, _time, loggers?.CreateLogger<OllamaChatClient>());
            _probe = new OllamaProbe(options, _http, _remote, _time);
        }
        else if (provider == "openai")
        {
            _remote = new OpenAIChatClient(options, handler, _time, loggers?.CreateLogger<OpenAIChatClient>());
            _probe = new OpenAIProbe(options, _http, _remote, _time);
        }

        _client = new SwitchingChatClient(_scripted ?? _remote!);
        if (options.Fallbacks.Count > 0)
            _failover = new FailoverChatClient([_client, .. options.Fallbacks.Select(fallback => Fallback(options.With(fallback), handler, loggers))], _time, _log) { MapsModels = true };
        _status = _probe?.Unknown ?? ScriptedStatus("answers come from the script");
    }

    /// <summary>The model, whichever it is at the moment. Valid as long as this object.</summary>
    public IChatClient Client => _failover ?? (IChatClient)_client;

    /// <summary>How it is, now.</summary>
    public BackendStatus Status => _status;

    /// <summary>Chooses the provider, and begins to warm it up and to watch it in the background. A second call waits for the first.</summary>
    /// <param name="cancellationToken">Stops waiting; the choice goes on.</param>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        lock (_starting)
            _started ??= ChooseAsync();
        return _started.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the first warm-up has ended, well or not: see <see cref="Status"/>. Starts the backend if nobody has.</summary>
    /// <param name="cancellationToken">Stops waiting; the warm-up goes on.</param>
    public async Task WarmUpAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        await _warmedUp.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Stops watching and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task? started;
        lock (_starting)
            started = _started;
        if (started is not null)
            await started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watch;
        await _warmingFallbacks;
        _warmedUp.TrySetResult();
        _failover?.Dispose();
        _remote?.Dispose();
        _scripted?.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }

    private IChatClient Fallback(ChatBackendOptions options, HttpMessageHandler? handler, ILoggerFactory? loggers)
    {
        switch (options.Provider.Trim().ToLowerInvariant())
        {
            case "ollama":
                var ollama = new OllamaChatClient(options, handler, _time, loggers?.CreateLogger<OllamaChatClient>());
                _fallbackProbes.Add(new OllamaProbe(options, _http, ollama, _time));
                return ollama;
            case "openai":
                var openAI = new OpenAIChatClient(options, handler, _time, loggers?.CreateLogger<OpenAIChatClient>());
                _fallbackProbes.Add(new OpenAIProbe(options, _http, openAI, _time));
                return openAI;
            default:
                return new ScriptedChatClient(options.ScriptFile, _time, options.MaxOutputTokens);
        }
    }

    /// <summary>
    /// Has each fallback answer one token, so that the first turn that needs it is as fast as a later one; one after the other, since they may share a
    /// machine. Once, at start: one that was away then is loaded when it is needed.
    /// </summary>
    private async Task WarmFallbacksAsync()
    {
        foreach (var probe in _fallbackProbes)
        {
            try
            {
                var status = await probe.WarmUpAsync(_stop.Token);
                if (status.State == BackendState.Ready)
                    LogFallbackWarm(status.Name, status.Location, status.Detail);
                else
                    LogFallbackCold(status.Name, status.Location, status.Detail);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFallbackCold(probe.Unknown.Name, probe.Unknown.Location, failure.Message.TrimEnd('.'));
            }
        }
    }

    private async Task ChooseAsync()
    {
        if (_probe is null)
        {
            LogStatus(_status.Name, _status.Location, _status.State, _status.Detail);
            _warmedUp.TrySetResult();
            _warmingFallbacks = WarmFallbacksAsync();
            return;
        }

        if (_scripted is null || await _probe.AnswersAsync(_stop.Token))
        {
            _client.Current = _remote!;
        }
        else
        {
            Become(ScriptedStatus($"Ollama did not answer at {_probe.Unknown.Location}: start it, and it is taken up within {_options.ProbeInterval.TotalSeconds:0} s, or set {ChatBackendOptions.Section}:{nameof(_options.Provider)}"));
            _warmedUp.TrySetResult();
        }

        _watch = WatchAsync(_probe);
    }

    /// <summary>Warms up, then looks again and again: warm-up after every absence, and Ollama in place of the script once it is there.</summary>
    private async Task WatchAsync(IBackendProbe probe)
    {
        var hasWarmed = false;
        try
        {
            while (true)
            {
                try
                {
                    await LookAsync(probe);
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    LogWatchFailed(e);
                }

                // After the first model, which has the machine to itself until it is loaded.
                _warmedUp.TrySetResult();
                if (!hasWarmed)
                    _warmingFallbacks = WarmFallbacksAsync();
                hasWarmed = true;
                // A fallback in the same memory may have pushed the first model out: that is looked after at once.
                var pause = Task.Delay(_options.ProbeInterval, _time, _stop.Token);
                await Task.WhenAny(_warmingFallbacks.IsCompleted ? pause : _warmingFallbacks, pause);
                _stop.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The backend is being closed.
        }
    }

    private async Task LookAsync(IBackendProbe probe)
    {
        if (_client.Current == _scripted)
        {
            if (!await probe.AnswersAsync(_stop.Token))
                return;
            Take(await probe.WarmUpAsync(_stop.Token));
            return;
        }

        if (_status.State == BackendState.Ready)
        {
            if (await probe.IsWarmAsync(_stop.Token))
                return;
            Become(probe.Unknown);
        }

        Take(await probe.WarmUpAsync(_stop.Token));
    }

    /// <summary>With provider `auto`, a conversation works while Ollama still lacks its model. Once it has been ready, its failures are its own: nobody wants a script to go on in its place.</summary>
    private void Take(BackendStatus found)
    {
        _wasReady |= found.State == BackendState.Ready;
        var isScripts = _scripted is not null && !_wasReady;
        _client.Current = isScripts ? _scripted! : _remote!;
        Become(isScripts ? ScriptedStatus($"Ollama answers at {found.Location}, and {found.Detail}") : found);
    }

    private void Become(BackendStatus status)
    {
        if (status == _status)
            return;
        _status = status;
        LogStatus(status.Name, status.Location, status.State, status.Detail);
    }

    private BackendStatus ScriptedStatus(string detail) => new()
    {
        Name = "scripted",
        Location = _scripted!.Location,
        Model = "scripted",
        State = BackendState.Ready,
        Detail = detail,
        ContextLength = _options.ContextLength,
        Capabilities = new BackendCapabilities(Tools: true, Vision: true),
    };

    [LoggerMessage(20, LogLevel.Information, "Chat: {Name} at {Location}: {State}: {Detail}.")]
    private partial void LogStatus(string name, string location, BackendState state, string detail);

    [LoggerMessage(22, LogLevel.Information, "Chat fallback: {Name} at {Location} is warmed up: {Detail}.")]
    private partial void LogFallbackWarm(string name, string location, string detail);

    [LoggerMessage(23, LogLevel.Warning, "Chat fallback: {Name} at {Location} could not be warmed up: {Detail}.")]
    private partial void LogFallbackCold(string name, string location, string detail);

    [LoggerMessage(21, LogLevel.Error, "Watching the chat backend failed; it is tried again.")]
    private partial void LogWatchFailed(Exception exception);
}
