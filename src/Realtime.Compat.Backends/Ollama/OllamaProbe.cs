using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Ollama;

/// <summary>
/// Warms Ollama up: version, model, load, one token, and the context it really has. The load is its own request that no user's turn cancels: Ollama
/// aborts a load when the client that began it goes away.
/// </summary>
internal sealed class OllamaProbe(ChatBackendOptions options, HttpClient http, IChatClient client, TimeProvider time) : IBackendProbe
{
    private readonly Uri _root = options.EffectiveUrl;
    private readonly ProbeHttp _http = new(http, new BackendPeer("Ollama", options.Model, options.ApiKey) { IsOllama = true }, time);

    public BackendStatus Unknown => Status(BackendState.Starting, $"model {options.Model} is being loaded");

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Something else may listen there: only Ollama says its version like this.
            return await _http.GetAsync(At("api/version"), cancellationToken) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("version", out _);
        }
        catch (BackendException)
        {
            return false;
        }
    }

    public async Task<bool> IsWarmAsync(CancellationToken cancellationToken) =>
        options.KeepAlive >= 0 ? await AnswersAsync(cancellationToken) : await LoadedAsync(cancellationToken) is not null;

    public async Task<BackendStatus> WarmUpAsync(CancellationToken cancellationToken)
    {
        if (!await AnswersAsync(cancellationToken))
            return Status(BackendState.Down, $"Ollama did not answer at {BackendUrl.Shown(_root)}: start it, or set {options.Place}:{nameof(options.Url)}");
        try
        {
            var capabilities = await CapabilitiesAsync(cancellationToken);
            bool Can(string what) => capabilities is null || capabilities.Contains(what);
            if (!Can("completion"))
                return Status(BackendState.Down, $"model {options.Model} is not a chat model: set {options.Place}:{nameof(options.Model)} to one that is");
            if (options.Think && !Can("thinking"))
                return Status(BackendState.Down, $"model {options.Model} cannot think: set {ChatBackendOptions.Section}:{nameof(options.Think)} to false");

            await _http.PostAsync(At("api/chat"), OllamaRequestWriter.WriteLoad(options), options.WarmUpTimeout, cancellationToken);
            await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hi")], Background.WarmUp(), cancellationToken);
            var context = await LoadedAsync(cancellationToken) is { } loaded && loaded.TryGetProperty("context_length", out var length) && length.TryGetInt32(out var tokens)
                ? tokens
                : (int?)null;
            return Status(BackendState.Ready, $"model {options.Model} is loaded{(context is null ? "" : $" with {context} tokens of context")}") with
            {
                ContextLength = context,
                Capabilities = new BackendCapabilities(Can("tools"), Can("vision")),
            };
        }
        catch (BackendException failure)
        {
            return Status(BackendState.Down, failure.Code == BackendErrorCodes.ModelNotFound
                ? $"model {options.Model} is not pulled: type `ollama pull {options.Model}`"
                : failure.Message.TrimEnd('.'));
        }
    }

    private async Task<HashSet<string>?> CapabilitiesAsync(CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["model"] = options.Model });
        var shown = await _http.PostAsync(At("api/show"), body, patience: null, cancellationToken);
        return shown is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("capabilities", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(c => c.ToString())]
            : null;
    }

    /// <summary>The model among those loaded, as `GET /api/ps` has it; null when it is not.</summary>
    private async Task<JsonElement?> LoadedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _http.GetAsync(At("api/ps"), cancellationToken) is not { ValueKind: JsonValueKind.Object } json
                || !json.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            // "qwen3" is listed as "qwen3:latest".
            return models.EnumerateArray().Where(m => IsOurs(m, "name") || IsOurs(m, "model")).Select(m => (JsonElement?)m).FirstOrDefault();
        }
        catch (BackendException)
        {
            return null;
        }
    }

    private bool IsOurs(JsonElement model, string field) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty(field, out var name) && name.ValueKind == JsonValueKind.String
        && (string.Equals(name.GetString(), options.Model, StringComparison.OrdinalIgnoreCase)
            || string.Equals(name.GetString(), options.Model + ":latest", StringComparison.OrdinalIgnoreCase));

    private Uri At(string path) => BackendUrl.Below(_root, path);

    private BackendStatus Status(BackendState state, string detail) => new()
    {
        Name = "ollama",
        Location = BackendUrl.Shown(_root),
        Model = options.Model,
        State = state,
        Detail = detail,
    };
}
