using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Realtime.Compat.Latency.Bench;

/// <summary>The real speech worker, for the length of the run.</summary>
internal sealed class SpeechWorker : IDisposable
{
    private readonly Process _process;

    private SpeechWorker(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<SpeechWorker> StartAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var assembly = Path.Combine(Repository(), "src", "Realtime.Compat.Speech", "bin", configuration, "net10.0", "realtime-speech.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, "--urls", "http://127.0.0.1:0", "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The speech worker did not start.");
        return new SpeechWorker(process, new Uri(JsonElement.Parse(line).GetProperty("url").GetString()!));
    }

    /// <summary>Speaks a text into a WAV file.</summary>
    public async Task<byte[]> SpeakAsync(string text)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var response = await http.PostAsJsonAsync("/v1/audio/speech", new { model = "tts-1", input = text, voice = "alloy", response_format = "wav" });
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmark runs inside the repository.");
        return folder.FullName;
    }
}
