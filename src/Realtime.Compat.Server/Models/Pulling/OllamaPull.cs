using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Has Ollama pull a chat model (`POST /api/pull`, newline-delimited JSON back), and shows how far it is.</summary>
/// <param name="http">Asks Ollama.</param>
/// <param name="server">Where it is.</param>
/// <param name="apiKey">For a proxy in front of it; null for none.</param>
internal sealed partial class OllamaPull(HttpClient http, Uri server, string? apiKey)
{
    /// <summary>What ids of Ollama's models begin with.</summary>
    public const string Prefix = "ollama/";

    /// <summary>Pulls a model.</summary>
    /// <param name="name">As Ollama knows it: <c>qwen3:4b-instruct</c>.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="cancellationToken">Ends it; Ollama itself resumes what has come.</param>
    /// <exception cref="OperatorException">Ollama does not answer, or says why not.</exception>
    public async Task PullAsync(string name, IPullDisplay display, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new UriBuilder(server) { Path = server.AbsolutePath.TrimEnd('/') + "/api/pull", Query = "", Fragment = "" }.Uri);
            request.Content = JsonContent.Create(new Order(name), OllamaPullJson.Default.Order);
            if (!string.IsNullOrEmpty(apiKey))
                request.Headers.Authorization = new("Bearer", apiKey);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            var progress = new LayerProgress(display.Begin(Prefix + name));
            while (await reader.ReadLineAsync(cancellationToken) is { } text)
            {
                if (text.Length == 0)
                    continue;
                var line = JsonSerializer.Deserialize(text, OllamaPullJson.Default.Line) ?? throw new JsonException();
                if (line.Error is { } error)
                    throw new OperatorException($"Ollama cannot pull {name}: {error.TrimEnd('.')}.");
                if (line.Status == "success")
                {
                    progress.Done();
                    return;
                }

                progress.Take(line);
            }

            throw new OperatorException(response.IsSuccessStatusCode
                ? $"Ollama broke off while it pulled {name}; the same command goes on where it stopped."
                : $"Ollama cannot pull {name}: it answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw new OperatorException($"Ollama does not answer at {Shown}: start it (ollama serve), or set {ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Url)}.", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new OperatorException($"Ollama broke off while it pulled {name}; the same command goes on where it stopped.", failure);
        }
        catch (JsonException failure)
        {
            throw new OperatorException($"What answers at {Shown} is not Ollama: set {ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Url)}.", failure);
        }
    }

    /// <summary>Without user and password.</summary>
    private string Shown => server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>A model comes in layers, each with a count of its own; a layer's size is known once it begins.</summary>
    private sealed class LayerProgress(IPullLine line)
    {
        private readonly Dictionary<string, (long Done, long Total)> _layers = new(StringComparer.Ordinal);

        public void Take(Line report)
        {
            if (report is { Digest: { } digest, Total: > 0 })
            {
                _layers[digest] = (report.Completed, report.Total);
                line.At(PullPhase.Downloading, _layers.Values.Sum(layer => layer.Done), _layers.Values.Sum(layer => layer.Total));
            }
            else if (report.Status?.StartsWith("verifying", StringComparison.Ordinal) == true)
            {
                line.At(PullPhase.Checking, 0, null);
            }
        }

        public void Done() => line.Done();
    }

    private sealed record Order(string Model);

    private sealed record Line(string? Status, string? Digest, long Total, long Completed, string? Error);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Line))]
    private sealed partial class OllamaPullJson : JsonSerializerContext;
}
