using Microsoft.AspNetCore.Http;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Pulling;

namespace Realtime.Compat.Server.Tests.Models;

public sealed class OllamaPullTests : IAsyncLifetime
{
    private readonly RecordingDisplay _display = new();
    private LocalHub _hub = null!;
    private string _asked = "";

    public async Task InitializeAsync() => _hub = await LocalHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task The_layers_of_a_model_are_counted_together()
    {
        Answer(
            """{"status":"pulling manifest"}""",
            """{"status":"pulling aa","digest":"sha256:aa","total":1000}""",
            """{"status":"pulling aa","digest":"sha256:aa","total":1000,"completed":400}""",
            """{"status":"pulling aa","digest":"sha256:aa","total":1000,"completed":1000}""",
            """{"status":"pulling bb","digest":"sha256:bb","total":500,"completed":200}""",
            """{"status":"verifying sha256 digest"}""",
            """{"status":"writing manifest"}""",
            """{"status":"success"}""");

        await PullAsync();

        Assert.Equal("""{"model":"qwen3:4b"}""", _asked);
        Assert.Equal([(0, 1000), (400, 1000), (1000, 1000), (1200, 1500)], _display.Shown.Where(shown => shown.Phase == PullPhase.Downloading).Select(shown => ((int)shown.Done, (int)shown.Total!)));
        Assert.True(_display.IsDone);
    }

    [Theory]
    [InlineData("Ollama cannot pull qwen3:4b: pull model manifest: file does not exist.", """{"status":"pulling manifest"}""", """{"error":"pull model manifest: file does not exist"}""")]
    [InlineData("Ollama broke off while it pulled qwen3:4b; the same command goes on where it stopped.", """{"status":"pulling manifest"}""")]
    public async Task What_ollama_says_against_it_is_one_sentence(string sentence, params string[] lines)
    {
        Answer(lines);

        Assert.Equal(sentence, (await Assert.ThrowsAsync<OperatorException>(PullAsync)).Message);
        Assert.False(_display.IsDone);
    }

    [Fact]
    public async Task A_server_that_is_not_ollama_is_told_as_such()
    {
        Answer("<html>");

        Assert.Contains("is not Ollama", (await Assert.ThrowsAsync<OperatorException>(PullAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ollama_one_sentence_says_what_to_do()
    {
        using var http = new HttpClient();

        // Port 9 (discard) is where no Ollama is.
        var failure = await Assert.ThrowsAsync<OperatorException>(() => new OllamaPull(http, new Uri("http://127.0.0.1:9"), apiKey: null).PullAsync("qwen3:4b", _display, default));

        Assert.Equal("Ollama does not answer at http://127.0.0.1:9: start it (ollama serve), or set Realtime:Chat:Url.", failure.Message);
    }

    [Fact]
    public async Task A_server_below_a_path_is_asked_below_it()
    {
        string? asked = null;
        _hub.Answer("/ollama/api/pull", async context =>
        {
            asked = context.Request.Path;
            await context.Response.WriteAsync("{\"status\":\"success\"}\n");
        });
        using var http = new HttpClient();

        await new OllamaPull(http, new Uri(_hub.Root, "/ollama"), apiKey: null).PullAsync("qwen3:4b", _display, default).WaitAsync(Eventually.Patience);

        Assert.Equal("/ollama/api/pull", asked);
    }

    [Theory]
    [InlineData("auto", "http://a:1/", "key a")]
    [InlineData("Ollama", "http://a:1/", "key a")]
    [InlineData("openai", "http://b:2/", "key b")]
    [InlineData("scripted", "http://b:2/", "key b")]
    public void Another_kind_of_server_is_never_asked_for_ollama_s_models(string provider, string server, string key)
    {
        var chat = new ChatBackendOptions { Provider = provider, Url = "http://a:1", ApiKey = "key a" };
        chat.Fallbacks.Add(new ChatFallbackOptions { Provider = "openai", Url = "http://c:3", ApiKey = "key c" });
        chat.Fallbacks.Add(new ChatFallbackOptions { Provider = "ollama", Url = "http://b:2", ApiKey = "key b" });

        Assert.Equal((new Uri(server), key), OllamaPlace.In(chat));

        chat.Fallbacks.Clear();
        if (!OllamaPlace.IsFirstChoice(chat))
            Assert.Equal((new Uri("http://localhost:11434"), null), OllamaPlace.In(chat));
    }

    private void Answer(params string[] lines) => _hub.Answer("/api/pull", async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        _asked = await reader.ReadToEndAsync();
        foreach (var line in lines)
            await context.Response.WriteAsync(line + "\n");
    });

    private async Task PullAsync()
    {
        using var http = new HttpClient();
        await new OllamaPull(http, _hub.Root, apiKey: null).PullAsync("qwen3:4b", _display, default).WaitAsync(Eventually.Patience);
    }
}
