using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Polly;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>What the parts of OpenAI's audio API, and what we added to it, share: an address that may change, one way of asking, one probe.</summary>
internal sealed class SpeechServer : IDisposable
{
    /// <summary>A drip that never ends is given up after this many timeouts.</summary>
    private const int TotalTimeouts = 4;

    /// <summary>Tells the worker for whom a request is, so that it serves all in turn.</summary>
    private const string SessionHeader = "X-Session-Id";

    /// <summary>Tells the worker what nobody waits for, so that it does all else before.</summary>
    private const string PriorityHeader = "X-Priority";

    private readonly HttpClient _http;
    private readonly SpeechBackendOptions _options;
    private readonly Func<Uri?> _url;
    private readonly string _name;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;

    public SpeechServer(string name, string label, SpeechBackendOptions options, Func<Uri?>? url, HttpMessageHandler? handler, TimeProvider? time)
    {
        _name = name;
        _options = options;
        _url = url ?? (() => string.IsNullOrEmpty(options.Url) ? null : new Uri(options.Url));
        _http = BackendHttp.CreateClient(handler ?? BackendHttp.CreateHandler(options.ConnectTimeout), ownsHandler: handler is null);
        Time = time ?? TimeProvider.System;
        Peer = new BackendPeer(label, options.Model, options.ApiKey);
        _retry = BackendRetry.Once(Time);
    }

    public BackendPeer Peer { get; }

    /// <summary>The clock of all timeouts.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where the server is now; null while it is not running.</summary>
    public Uri? Root => _url() is { } url ? BackendUrl.OpenAIRoot(url) : null;

    /// <summary>A call with this server's times.</summary>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="totalTimeouts">How many timeouts it may take altogether.</param>
    public BackendCall Begin(CancellationToken cancellationToken, int totalTimeouts = TotalTimeouts) =>
        new(Peer, new CallLimits(_options.Timeout, _options.Timeout, _options.Timeout * totalTimeouts), Time, cancellationToken);

    /// <summary>Posts and waits until an answer begins; once more where the connection broke before one did, or the server was busy.</summary>
    /// <param name="call">The call's clock.</param>
    /// <param name="path">Below the API's root: "audio/speech".</param>
    /// <param name="content">Makes the body, for each attempt anew.</param>
    /// <param name="extras">The request's additional properties; of them the worker is told the session, and what nobody waits for.</param>
    /// <exception cref="BackendException">No answer began.</exception>
    public ValueTask<HttpResponseMessage> PostAsync(BackendCall call, string path, Func<HttpContent> content, AdditionalPropertiesDictionary? extras) =>
        _retry.ExecuteAsync(_ => PostOnceAsync(call, path, content, extras), call.Caller);

    /// <summary>Opens a WebSocket of the worker's.</summary>
    /// <param name="path">Below the API's root.</param>
    /// <param name="query">What follows the question mark.</param>
    /// <param name="extras">The request's additional properties; of them the worker is told the session.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="BackendException">It does not run, or refuses.</exception>
    public async Task<ClientWebSocket> OpenAsync(string path, string query, AdditionalPropertiesDictionary? extras, CancellationToken cancellationToken)
    {
        var url = new UriBuilder(BackendUrl.Below(RunningRoot(), path)) { Query = query };
        url.Scheme = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        var socket = new ClientWebSocket();
        try
        {
            if (!string.IsNullOrEmpty(_options.ApiKey))
                socket.Options.SetRequestHeader("Authorization", $"Bearer {_options.ApiKey}");
            if (SessionOf(extras) is { } session)
                socket.Options.SetRequestHeader(SessionHeader, session);
            // Neither pings nor compression: it lives as long as somebody speaks, on this machine or the next.
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await socket.ConnectAsync(url.Uri, _http, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Posts and waits until an answer begins.</summary>
    /// <param name="call">The call's clock.</param>
    /// <param name="path">Below the API's root: "audio/turns".</param>
    /// <param name="content">Makes the body.</param>
    /// <param name="extras">The request's additional properties; of them the worker is told the session.</param>
    /// <exception cref="BackendException">No answer began.</exception>
    public async ValueTask<HttpResponseMessage> PostOnceAsync(BackendCall call, string path, Func<HttpContent> content, AdditionalPropertiesDictionary? extras = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, BackendUrl.Below(RunningRoot(), path)) { Content = content() };
        Authorize(message);
        if (SessionOf(extras) is { } session)
            message.Headers.Add(SessionHeader, session);
        if (_options.AsksWorker && Background.IsSet(extras))
            message.Headers.Add(PriorityHeader, Background.Value);
        var response = await call.WaitAsync(async token => await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token));
        if (!response.IsSuccessStatusCode)
        {
            using (response)
                throw await call.WaitAsync(token => BackendHttp.FailureAsync(Peer, response, token));
        }

        call.AnswerBegan = true;
        return response;
    }

    /// <summary>Asks `GET /health`, and where there is none `GET /v1/models`.</summary>
    public async Task<BackendStatus> ProbeAsync(CancellationToken cancellationToken)
    {
        if (Root is not { } root)
            return Status(BackendState.Down, "the speech worker is not running", "none");
        var shown = BackendUrl.Shown(root);
        try
        {
            var status = await AskAsync(BackendUrl.Beside(root, "health"), cancellationToken);
            if (status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
                status = await AskAsync(BackendUrl.Below(root, "models"), cancellationToken);
            return (int)status switch
            {
                >= 200 and < 300 => Status(BackendState.Ready, "it answers", shown),
                503 => Status(BackendState.Starting, "it is loading its model", shown),
                401 or 403 => Status(BackendState.Down, $"it refuses the key ({(int)status})", shown),
                // It has neither page and answers: that is all there is to know.
                404 or 405 => Status(BackendState.Ready, "it answers", shown),
                var other => Status(BackendState.Down, $"it answers with status {(int)other}", shown),
            };
        }
        catch (BackendException failure)
        {
            return Status(BackendState.Down, failure.Message, shown);
        }
    }

    /// <summary>What the worker's `GET /health` says; null where nothing answers, or no JSON.</summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    public async Task<JsonElement?> HealthAsync(CancellationToken cancellationToken)
    {
        if (Root is not { } root)
            return null;
        try
        {
            return await new ProbeHttp(_http, Peer, Time).GetAsync(BackendUrl.Beside(root, "health"), cancellationToken);
        }
        catch (BackendException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asked each time: a local worker's port is known only once it runs, and is another one after a restart.</summary>
    private Uri RunningRoot() => Root ?? throw new BackendException(BackendErrorCodes.Unreachable, "The speech worker is not running.");

    /// <summary>The caller's session, for the worker alone: no one else's server learns who asks.</summary>
    private string? SessionOf(AdditionalPropertiesDictionary? extras) =>
        _options.AsksWorker && extras?.GetValueOrDefault("session_id") is string { Length: > 0 } session && session.All(static one => one is > ' ' and < '\u007F') ? session : null;

    private async Task<HttpStatusCode> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var call = Begin(cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        Authorize(message);
        using var response = await call.WaitAsync(async token => await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token));
        return response.StatusCode;
    }

    private void Authorize(HttpRequestMessage message)
    {
        if (!string.IsNullOrEmpty(_options.ApiKey))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
    }

    private BackendStatus Status(BackendState state, string detail, string location) => new()
    {
        Name = _name,
        Location = location,
        Model = _options.Model ?? "",
        State = state,
        Detail = detail,
        Capabilities = new BackendCapabilities(Tools: false, Vision: false),
    };
}
