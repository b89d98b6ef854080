using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>
/// The chat completions protocol. Servers disagree about which optional fields they know, and some refuse a request for one of them; a field that a
/// server names in its refusal is left out from then on.
/// </summary>
internal sealed partial class OpenAIWire : IChatWire
{
    /// <summary>OpenAI's own reasoning models refuse three of our fields; more refusals than this mean something else.</summary>
    private const int MaxAdaptations = 4;

    private readonly OpenAIClientOptions _clientOptions;
    private readonly ApiKeyCredential _key;
    private readonly ChatBackendOptions _settings;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, ChatClient> _clients = new();
    private readonly ConcurrentDictionary<string, bool> _refused = new();

    public OpenAIWire(HttpClient http, Uri root, ChatBackendOptions settings, ILogger log)
    {
        _settings = settings;
        _log = log;
        // The package demands a key; servers that want none ignore it.
        _key = new ApiKeyCredential(string.IsNullOrEmpty(settings.ApiKey) ? "none" : settings.ApiKey);
        _clientOptions = new OpenAIClientOptions
        {
            Endpoint = root,
            Transport = new HttpClientPipelineTransport(http),
            // Its four attempts come within 5 ms, and its timeout counts per attempt: both are kept here instead.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
    }

    public BackendPeer PeerFor(string model) => new("The chat server", model, _settings.ApiKey);

    public async ValueTask<IChatWireAnswer> OpenAsync(ChatCallRequest request, BackendCall call)
    {
        var peer = PeerFor(request.Model);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendAsync(request, call, peer);
            }
            catch (BackendException refusal) when (attempt < MaxAdaptations && Adapt(refusal))
            {
                // The same request without the field that the server does not know.
            }
        }
    }

    private async ValueTask<IChatWireAnswer> SendAsync(ChatCallRequest request, BackendCall call, BackendPeer peer)
    {
        var client = _clients.GetOrAdd(request.Model, model => new ChatClient(model, _key, _clientOptions));
        var body = OpenAIRequestWriter.Write(request, _settings, _refused.ContainsKey);
        var response = await call.WaitAsync(async token =>
        {
            var options = new RequestOptions { BufferResponse = false, CancellationToken = token, ErrorOptions = ClientErrorBehaviors.NoThrow };
            using var content = BinaryContent.Create(BinaryData.FromBytes(body));
            return (await client.CompleteChatAsync(content, options)).GetRawResponse();
        });
        try
        {
            var stream = response.ContentStream ?? Stream.Null;
            if (response.IsError || response.Status is < 200 or >= 300)
            {
                var error = await call.WaitAsync(token => BackendHttp.ReadAsync(stream, BackendHttp.MaxErrorBytes, token));
                throw BackendFailures.FromServer(peer, (HttpStatusCode)response.Status, BackendErrorText.Read(error), RetryAfter(response));
            }

            call.AnswerBegan = true;
            var type = response.Headers.TryGetValue("Content-Type", out var given) ? given ?? "" : "";
            if (type.Contains("html", StringComparison.OrdinalIgnoreCase))
                throw BackendFailures.Protocol(peer, "it sent a web page");
            var isWhole = type.Contains("json", StringComparison.OrdinalIgnoreCase);
            return new OpenAIAnswer(response, stream, isWhole, call, peer);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private bool Adapt(BackendException refusal)
    {
        if (refusal.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity) || refusal.Code != BackendErrorCodes.Refused)
            return false;
        if (FirstNamed(refusal.ServerText ?? "") is not { } field)
            return false;
        _refused[field] = true;
        LogAdapted(field);
        return true;
    }

    /// <summary>The field that the refusal names first: "Unsupported parameter: 'max_tokens' … use 'max_completion_tokens' instead".</summary>
    private string? FirstNamed(string words) => OpenAIRequestWriter.OptionalFields
        .Where(field => !_refused.ContainsKey(field) && words.Contains(field, StringComparison.OrdinalIgnoreCase))
        .MinBy(field => words.IndexOf(field, StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? RetryAfter(PipelineResponse response) =>
        response.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    [LoggerMessage(10, LogLevel.Information, "The chat server does not know the field {Field}: it is left out from now on.")]
    private partial void LogAdapted(string field);
}
