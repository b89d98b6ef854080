using System.Net.Http.Headers;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Ollama;

/// <summary>Ollama's chat protocol: one JSON body out, newline-delimited JSON back.</summary>
internal sealed class OllamaWire(HttpClient http, ChatBackendOptions settings) : IChatWire
{
    private readonly Uri _chat = BackendUrl.Below(settings.EffectiveUrl, "api/chat");

    public BackendPeer PeerFor(string model) => new("Ollama", model, settings.ApiKey) { IsOllama = true };

    public async ValueTask<IChatWireAnswer> OpenAsync(ChatCallRequest request, BackendCall call)
    {
        var peer = PeerFor(request.Model);
        using var message = Post(_chat, OllamaRequestWriter.Write(request, settings), settings.ApiKey);
        var response = await call.WaitAsync(async token => await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token));
        try
        {
            if (!response.IsSuccessStatusCode)
                throw await call.WaitAsync(token => BackendHttp.FailureAsync(peer, response, token));
            if (response.Content.Headers.ContentType?.MediaType == "text/html")
                throw BackendFailures.Protocol(peer, "it sent a web page");
            call.AnswerBegan = true;
            var body = await call.WaitAsync(async token => await response.Content.ReadAsStreamAsync(token));
            return new OllamaAnswer(response, new LineReader(body, call, peer), call, peer);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>A JSON POST; the key is for a proxy in front, since Ollama itself knows none.</summary>
    public static HttpRequestMessage Post(Uri url, byte[] json, string? apiKey)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(json) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (!string.IsNullOrEmpty(apiKey))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return message;
    }
}
