using System.Net.Http.Headers;
using System.Text.Json;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends;

/// <summary>Short questions to a server, apart from its answers to users.</summary>
internal sealed class ProbeHttp(HttpClient http, BackendPeer peer, TimeProvider time)
{
    /// <summary>A server that is well answers a status page in milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>GET; the JSON root, or null for a body that is none.</summary>
    /// <exception cref="BackendException">No answer, or an error status.</exception>
    public Task<JsonElement?> GetAsync(Uri url, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, url, null, Patience, cancellationToken);

    /// <summary>POST; the JSON root of the answer (its first line, where there are several), or null for a body that is none.</summary>
    /// <exception cref="BackendException">No answer, or an error status.</exception>
    public Task<JsonElement?> PostAsync(Uri url, byte[] json, TimeSpan? patience, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, url, json, patience ?? Patience, cancellationToken);

    private async Task<JsonElement?> SendAsync(HttpMethod method, Uri url, byte[]? json, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var call = new BackendCall(peer, new CallLimits(patience, patience, patience), time, cancellationToken);
        using var message = new HttpRequestMessage(method, url);
        if (json is not null)
        {
            message.Content = new ByteArrayContent(json);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (!string.IsNullOrEmpty(peer.ApiKey))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", peer.ApiKey);
        using var response = await call.WaitAsync(async token => await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token));
        if (!response.IsSuccessStatusCode)
            throw await call.WaitAsync(token => BackendHttp.FailureAsync(peer, response, token));
        await using var body = await call.WaitAsync(async token => await response.Content.ReadAsStreamAsync(token));
        var whole = await call.WaitAsync(token => BackendHttp.ReadAsync(body, BackendHttp.MaxWholeAnswerBytes, token));
        try
        {
            return JsonElement.Parse(whole.AsSpan(0, whole.AsSpan().IndexOf((byte)'\n') is > 0 and var end ? end : whole.Length));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
