using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.LiveServer;

/// <summary>A speech worker of the tests' own, to make speech and to listen to answers without the server's help.</summary>
public sealed class RunningWorker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private RunningWorker(ChildProcess process, Uri url)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = url };
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => _http.BaseAddress!;

    /// <summary>What it printed last.</summary>
    public string Output => _process.Output;

    /// <summary>Starts a worker and waits until it listens.</summary>
    /// <param name="settings">Its settings, `--Speech:…=…`.</param>
    public static async Task<RunningWorker> StartAsync(params IEnumerable<string> settings)
    {
        string[] arguments = [Checkout.Built("Realtime.Compat.Speech", "realtime-speech"), "--urls", "http://127.0.0.1:0", "--exit-with-parent", .. settings];
        var process = new ChildProcess("dotnet", arguments);
        try
        {
            var line = await process.LineAsync(line => line.Contains("\"listening\"", StringComparison.Ordinal), Patience);
            return new RunningWorker(process, new Uri(JsonNode.Parse(line)!["url"]!.GetValue<string>()));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Speaks.</summary>
    /// <returns>PCM16 of 24 kHz.</returns>
    public async Task<byte[]> SpeakAsync(string text)
    {
        using var answer = await _http.PostAsJsonAsync("/v1/audio/speech", new { model = "tts-1", voice = "alloy", input = text, response_format = "pcm" });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Listens.</summary>
    /// <param name="pcm">PCM16 of 24 kHz.</param>
    /// <returns>The words.</returns>
    public async Task<string> TranscribeAsync(byte[] pcm)
    {
        using var file = new ByteArrayContent(Pcm.ToWav(pcm));
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using var form = new MultipartFormDataContent { { file, "file", "speech.wav" }, { new StringContent("whisper-1"), "model" } };
        using var answer = await _http.PostAsync("/v1/audio/transcriptions", form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["text"]!.GetValue<string>();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
