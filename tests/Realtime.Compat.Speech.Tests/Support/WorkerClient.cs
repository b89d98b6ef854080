using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Talks to a worker, wherever it runs.</summary>
internal abstract class WorkerClient(Uri address)
{
    /// <summary>Talks to the worker.</summary>
    public HttpClient Client { get; } = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Posts a transcription request.</summary>
    public Task<HttpResponseMessage> TranscribeAsync(byte[] file, string fileName = "speech.wav", params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", fileName } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return Client.PostAsync("/v1/audio/transcriptions", form);
    }

    /// <summary>Posts a body that was written by hand.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return Client.PostAsync(path, content);
    }

    /// <summary>Posts a speech request and returns as soon as the answer begins.</summary>
    public Task<HttpResponseMessage> SpeakAsync(string json, CancellationToken cancellationToken = default) => Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/audio/speech") { Content = new StringContent(json, Encoding.UTF8, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        cancellationToken);

    /// <summary>Speaks a text and returns all samples as bytes.</summary>
    public async Task<byte[]> PcmAsync(string text, string voice = "alloy", double speed = 1, string? language = null, string model = "tts-1")
    {
        var json = JsonSerializer.Serialize(new { model, input = text, voice, speed, language, response_format = "pcm" });
        using var response = await SpeakAsync(json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Waits until no request of a stage is inside.</summary>
    /// <param name="stage"><c>speech_to_text</c> or <c>text_to_speech</c>.</param>
    public async Task IdleAsync(string stage)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await JsonAsync(await Client.GetAsync("/health", patience.Token))).GetProperty(stage).GetProperty("active_requests").GetInt32() > 0)
        {
            // Each look is a turn of the worker's own.
        }
    }

    /// <summary>The <c>error</c> of an answer.</summary>
    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage response)
    {
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(["code", "message", "param", "type"], error.EnumerateObject().Select(field => field.Name).Order());
        return error;
    }

    /// <summary>The JSON of a successful answer.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
