using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>Warms a server with OpenAI's API up: its list of models, llama.cpp's properties where there are any, one token.</summary>
internal sealed class OpenAIProbe(ChatBackendOptions options, HttpClient http, IChatClient client, TimeProvider time) : IBackendProbe
{
    private readonly Uri _root = BackendUrl.OpenAIRoot(options.EffectiveUrl);
    private readonly ProbeHttp _http = new(http, new BackendPeer("The chat server", options.Model, options.ApiKey), time);

    public BackendStatus Unknown => Status(BackendState.Starting, $"model {options.Model} is being asked for its first token");

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _http.GetAsync(BackendUrl.Below(_root, "models"), cancellationToken);
            return true;
        }
        catch (BackendException failure)
        {
            // Any status is an answer; whether it is a good one, the first token shows.
            return failure.StatusCode is not null;
        }
    }

    public Task<bool> IsWarmAsync(CancellationToken cancellationToken) => AnswersAsync(cancellationToken);

    public async Task<BackendStatus> WarmUpAsync(CancellationToken cancellationToken)
    {
        var shown = BackendUrl.Shown(_root);
        try
        {
            var (names, context) = await ModelsAsync(cancellationToken);
            var (realContext, vision) = await PropertiesAsync(cancellationToken);
            try
            {
                await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hi")], Background.WarmUp(), cancellationToken);
            }
            catch (BackendException failure) when (failure.Code == BackendErrorCodes.ModelNotFound && names.Count > 0)
            {
                return Status(BackendState.Down, $"{shown} does not have model {options.Model}: it has {string.Join(", ", names.Take(5))}");
            }

            return Status(BackendState.Ready, $"model {options.Model} answers") with
            {
                ContextLength = realContext ?? context,
                Capabilities = new BackendCapabilities(Tools: true, Vision: vision ?? true),
            };
        }
        catch (BackendException failure) when (failure.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return Status(BackendState.Starting, "the chat server is loading its model");
        }
        catch (BackendException failure)
        {
            return Status(BackendState.Down, failure.Code == BackendErrorCodes.Unreachable
                ? $"nothing answers at {shown}: start the server, or set {options.Place}:{nameof(options.Url)}"
                : failure.Message.TrimEnd('.'));
        }
    }

    /// <summary>The names listed, and vLLM's context length of ours. Servers without a list are no failure.</summary>
    private async Task<(List<string> Names, int? Context)> ModelsAsync(CancellationToken cancellationToken)
    {
        JsonElement? answer;
        try
        {
            answer = await _http.GetAsync(BackendUrl.Below(_root, "models"), cancellationToken);
        }
        catch (BackendException failure) when (failure.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            return ([], null);
        }

        if (answer is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            return ([], null);
        var models = data.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("id", out _)).ToList();
        var ours = models.FirstOrDefault(m => m.GetProperty("id").ToString() == options.Model);
        var context = ours.ValueKind == JsonValueKind.Object && ours.TryGetProperty("max_model_len", out var length) && length.ValueKind == JsonValueKind.Number ? length.GetInt32() : (int?)null;
        return (models.Select(m => m.GetProperty("id").ToString()).ToList(), context);
    }

    /// <summary>llama.cpp's `GET /props`: the context of a slot, and whether it sees. Others answer 404.</summary>
    private async Task<(int? Context, bool? Vision)> PropertiesAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _http.GetAsync(BackendUrl.Beside(_root, "props"), cancellationToken) is not { ValueKind: JsonValueKind.Object } json)
                return (null, null);
            int? context = json.TryGetProperty("default_generation_settings", out var settings) && settings.ValueKind == JsonValueKind.Object
                && settings.TryGetProperty("n_ctx", out var n) && n.TryGetInt32(out var tokens) ? tokens : null;
            bool? vision = json.TryGetProperty("modalities", out var modalities) && modalities.ValueKind == JsonValueKind.Object
                && modalities.TryGetProperty("vision", out var sees) ? sees.ValueKind == JsonValueKind.True : null;
            return (context, vision);
        }
        catch (BackendException)
        {
            return (null, null);
        }
    }

    private BackendStatus Status(BackendState state, string detail) => new()
    {
        Name = "openai",
        Location = BackendUrl.Shown(_root),
        Model = options.Model,
        State = state,
        Detail = detail,
    };
}
