using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests;

public sealed class ChatBackendTests
{
    private static ChatBackendOptions Options(string provider, Uri url)
    {
        var options = Say.Options(url);
        options.Provider = provider;
        return options;
    }

    /// <summary>An Ollama that has its model, or does not.</summary>
    private static Task OllamaAsync(StandInExchange x, bool hasModel = true, string capabilities = "\"completion\",\"tools\"", bool loaded = true) => x.Path switch
    {
        "/api/version" => x.RespondAsync(200, "application/json", """{"version":"0.33.0"}"""),
        "/api/show" when hasModel => x.RespondAsync(200, "application/json", $$$"""{"capabilities":[{{{capabilities}}}],"model_info":{"qwen3.context_length":262144}}"""),
        "/api/show" => x.RespondAsync(404, "application/json", """{"error":"model 'm' not found"}"""),
        "/api/ps" => x.RespondAsync(200, "application/json", loaded ? """{"models":[{"name":"m:latest","context_length":4096,"size_vram":0}]}""" : """{"models":[]}"""),
        "/api/chat" when x.Json["messages"]!.AsArray().Count == 0 => x.StreamAsync(Say.Ndjson, """{"model":"m","done":true,"done_reason":"load"}""" + "\n"),
        "/api/chat" when hasModel => x.StreamAsync(Say.Ndjson, Say.Line("Hi from Ollama"), Say.Done("length")),
        "/api/chat" => x.RespondAsync(404, "application/json", """{"error":"model 'm' not found"}"""),
        _ => x.RespondAsync(404, "text/plain", "404 page not found"),
    };

    private static async Task<BackendStatus> WarmAsync(string provider, Func<StandInExchange, Task> answer)
    {
        await using var server = StandInServer.Start(answer);
        await using var backend = new ChatBackend(Options(provider, server.Url), time: new ManualTime());
        await backend.WarmUpAsync();
        return backend.Status;
    }

    [Fact]
    public async Task Ollama_is_warmed_up_with_the_context_every_call_uses()
    {
        await using var server = StandInServer.Start(x => OllamaAsync(x));
        await using var backend = new ChatBackend(Options("ollama", server.Url), time: new ManualTime());
        Assert.Equal(BackendState.Starting, backend.Status.State);

        await backend.WarmUpAsync();

        Assert.Equal(("ollama", BackendState.Ready, 4096), (backend.Status.Name, backend.Status.State, backend.Status.ContextLength));
        Assert.Equal(new BackendCapabilities(Tools: true, Vision: false), backend.Status.Capabilities);
        Assert.Equal(["/api/version", "/api/show", "/api/chat", "/api/chat", "/api/ps"], server.Seen.Select(x => x.Path));
        var (load, token) = (server.Seen[2].Json, server.Seen[3].Json);
        Assert.Empty(load["messages"]!.AsArray());
        Assert.Equal(1, (int)token["options"]!["num_predict"]!);
        Assert.Equal((8192, 8192), ((int)load["options"]!["num_ctx"]!, (int)token["options"]!["num_ctx"]!));
        Assert.Equal((-1, -1), ((int)load["keep_alive"]!, (int)token["keep_alive"]!));
        Assert.Equal("Hi from Ollama", (await backend.Client.AllAsync()).Text());
    }

    [Fact]
    public async Task A_model_that_is_not_pulled_says_what_to_type()
    {
        var status = await WarmAsync("ollama", x => OllamaAsync(x, hasModel: false));

        Assert.Equal((BackendState.Down, "model m is not pulled: type `ollama pull m`"), (status.State, status.Detail));
    }

    [Fact]
    public async Task A_model_that_cannot_chat_is_said_so() =>
        Assert.Contains("not a chat model", (await WarmAsync("ollama", x => OllamaAsync(x, capabilities: "\"embedding\""))).Detail, StringComparison.Ordinal);

    [Fact]
    public async Task Something_else_at_the_address_is_not_ollama() =>
        Assert.Equal(BackendState.Down, (await WarmAsync("ollama", x => x.RespondAsync(200, "text/html", "<html/>"))).State);

    [Fact]
    public async Task Ollama_that_is_away_is_down_and_its_calls_fail_with_a_sentence()
    {
        var url = StandInServer.Nowhere();
        await using var backend = new ChatBackend(Options("ollama", url), time: new ManualTime());

        await backend.WarmUpAsync();

        Assert.Equal(BackendState.Down, backend.Status.State);
        Assert.Contains($"did not answer at http://127.0.0.1:{url.Port}", backend.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(BackendErrorCodes.Unreachable, (await Assert.ThrowsAsync<BackendException>(() => backend.Client.AllAsync())).Code);
    }

    [Fact]
    public async Task Auto_takes_ollama_when_it_answers() => Assert.Equal("ollama", (await WarmAsync("auto", x => OllamaAsync(x))).Name);

    [Fact]
    public async Task Auto_speaks_from_the_script_until_ollama_is_there_with_its_model()
    {
        var time = new ManualTime();
        var (isThere, hasModel) = (false, false);
        await using var server = StandInServer.Start(x => isThere ? OllamaAsync(x, hasModel) : x.RespondAsync(503, "text/plain", ""));
        await using var backend = new ChatBackend(Options("auto", server.Url), time: time);

        await backend.WarmUpAsync();
        Assert.Equal(("scripted", BackendState.Ready), (backend.Status.Name, backend.Status.State));
        Assert.Contains("Ollama did not answer at http://127.0.0.1", backend.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("Realtime:Chat:Provider", backend.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("You said: x.", (await backend.Client.AllAsync(messages: [new(ChatRole.User, "x")])).Text());

        await time.WaitedForAsync(TimeSpan.FromSeconds(17));
        isThere = true;
        await NextLookAsync(time);
        Assert.Equal("scripted", backend.Status.Name);
        Assert.Contains("`ollama pull m`", backend.Status.Detail, StringComparison.Ordinal);

        hasModel = true;
        await NextLookAsync(time);
        Assert.Equal(("ollama", BackendState.Ready), (backend.Status.Name, backend.Status.State));
        Assert.Equal("Hi from Ollama", (await backend.Client.AllAsync()).Text());
    }

    [Fact]
    public async Task Auto_speaks_from_the_script_while_an_ollama_that_is_there_still_lacks_its_model()
    {
        var time = new ManualTime();
        var hasModel = false;
        await using var server = StandInServer.Start(x => OllamaAsync(x, hasModel));
        await using var backend = new ChatBackend(Options("auto", server.Url), time: time);

        await backend.WarmUpAsync();
        Assert.Equal(("scripted", BackendState.Ready), (backend.Status.Name, backend.Status.State));
        Assert.Contains("`ollama pull m`", backend.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("You said: x.", (await backend.Client.AllAsync(messages: [new(ChatRole.User, "x")])).Text());

        await time.WaitedForAsync(TimeSpan.FromSeconds(17));
        hasModel = true;
        await NextLookAsync(time);
        Assert.Equal(("ollama", BackendState.Ready), (backend.Status.Name, backend.Status.State));

        // From now on it is Ollama's turn, for better or worse.
        hasModel = false;
        Assert.Equal(BackendErrorCodes.ModelNotFound, (await Assert.ThrowsAsync<BackendException>(() => backend.Client.AllAsync())).Code);
    }

    [Fact]
    public async Task A_model_that_was_unloaded_is_warmed_up_again()
    {
        var time = new ManualTime();
        var loaded = true;
        await using var server = StandInServer.Start(x => OllamaAsync(x, loaded: loaded));
        await using var backend = new ChatBackend(Options("ollama", server.Url), time: time);
        await backend.WarmUpAsync();
        await time.WaitedForAsync(TimeSpan.FromSeconds(17));
        var before = server.Seen.Count;

        loaded = false;
        await NextLookAsync(time);

        Assert.Contains(server.Seen.Skip(before), x => x.Path == "/api/chat" && x.Json["messages"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task Fallbacks_are_warmed_up_after_the_first_and_a_first_that_was_pushed_out_is_loaded_again_at_once()
    {
        var pushedOut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (loaded, loads) = (true, 0);
        await using var first = StandInServer.Start(async x =>
        {
            if (x.Path == "/api/chat" && x.Json["messages"]!.AsArray().Count == 0 && Interlocked.Increment(ref loads) == 2)
            {
                loaded = true;
                pushedOut.TrySetResult();
            }

            await OllamaAsync(x, loaded: loaded);
        });
        await using var second = StandInServer.Start(x =>
        {
            loaded = x.Path != "/v1/chat/completions" && loaded;
            return x.Path == "/v1/chat/completions" ? x.StreamAsync(Say.Sse, Say.Content("Hi", "stop"), Say.End) : x.RespondAsync(404, "text/plain", "");
        });
        var options = Options("ollama", first.Url);
        options.Fallbacks.Add(new ChatFallbackOptions { Provider = "openai", Url = second.Url.ToString(), Model = "b" });
        await using var backend = new ChatBackend(options, time: new ManualTime());

        await backend.WarmUpAsync();
        await pushedOut.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var asked = Assert.Single(second.Seen, x => x.Path == "/v1/chat/completions");
        Assert.Equal("b", (string?)asked.Json["model"]);
    }

    [Fact]
    public async Task A_fallback_that_is_away_is_one_sentence_in_the_log_and_holds_nobody_up()
    {
        var log = new ListLogger();
        var options = new ChatBackendOptions { Provider = "scripted" };
        options.Fallbacks.Add(new ChatFallbackOptions { Provider = "openai", Url = StandInServer.Nowhere().ToString(), Model = "b" });
        options.Fallbacks.Add(new ChatFallbackOptions { Provider = "scripted" });
        await using var backend = new ChatBackend(options, loggers: log);

        await backend.WarmUpAsync();
        await log.SaidAsync("could not be warmed up: nothing answers at").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains(log.Lines, line => line.Contains("set Realtime:Chat:Fallbacks:0:Url.", StringComparison.Ordinal));
        Assert.Equal("Hello! How can I help you?", (await backend.Client.AllAsync()).Text());
    }

    [Fact]
    public async Task A_users_barge_in_does_not_abort_the_load()
    {
        var (loading, load, cut) = (new TaskCompletionSource(), new TaskCompletionSource(), new ConcurrentBag<string>());
        await using var server = StandInServer.Start(async x =>
        {
            if (x.Path == "/api/chat" && x.Json["messages"]!.AsArray().Count == 0)
            {
                loading.SetResult();
                await load.Task;
            }

            await OllamaAsync(x);
        });
        await using var backend = new ChatBackend(Options("ollama", server.Url), time: new ManualTime());
        using var user = new CancellationTokenSource();

        var warm = backend.WarmUpAsync(user.Token);
        await loading.Task;
        await user.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => warm);
        load.SetResult();
        await backend.WarmUpAsync();

        Assert.Equal(BackendState.Ready, backend.Status.State);
        Assert.Single(server.Seen, x => x.Path == "/api/chat" && x.Json["messages"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task An_openai_server_tells_its_context()
    {
        var vllm = await WarmAsync("openai", x => x.Path switch
        {
            "/v1/models" => x.RespondAsync(200, "application/json", """{"data":[{"id":"m","max_model_len":16384}]}"""),
            "/v1/chat/completions" => x.StreamAsync(Say.Sse, Say.Content("Hi", "length")),
            _ => x.RespondAsync(404, "text/plain", ""),
        });
        var llama = await WarmAsync("openai", x => x.Path switch
        {
            "/v1/models" => x.RespondAsync(200, "application/json", """{"data":[{"id":"file.gguf"}]}"""),
            "/props" => x.RespondAsync(200, "application/json", """{"default_generation_settings":{"n_ctx":4096},"modalities":{"vision":false}}"""),
            _ => x.StreamAsync(Say.Sse, Say.Content("Hi", "length")),
        });

        Assert.Equal((BackendState.Ready, 16384, true), (vllm.State, vllm.ContextLength, vllm.Capabilities.Vision));
        Assert.Equal((BackendState.Ready, 4096, false), (llama.State, llama.ContextLength, llama.Capabilities.Vision));
    }

    [Fact]
    public async Task An_openai_server_that_loads_is_starting_and_one_without_the_model_lists_what_it_has()
    {
        var loading = await WarmAsync("openai", x => x.RespondAsync(503, "application/json", """{"error":{"code":503,"message":"Loading model"}}"""));
        var other = await WarmAsync("openai", x => x.Path == "/v1/models"
            ? x.RespondAsync(200, "application/json", """{"data":[{"id":"a"},{"id":"b"}]}""")
            : x.RespondAsync(404, "application/json", """{"error":{"message":"The model `m` does not exist."}}"""));

        Assert.Equal(BackendState.Starting, loading.State);
        Assert.Equal(BackendState.Down, other.State);
        Assert.EndsWith("does not have model m: it has a, b", other.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_needs_no_server()
    {
        await using var backend = new ChatBackend(new ChatBackendOptions { Provider = "Scripted" });

        await backend.WarmUpAsync();

        Assert.Equal(("scripted", "built in", BackendState.Ready), (backend.Status.Name, backend.Status.Location, backend.Status.State));
        Assert.Equal("Hello! How can I help you?", (await backend.Client.AllAsync()).Text());
    }

    [Theory]
    [InlineData("Provider", "\"foo\"")]
    [InlineData("Url", "needs the address")]
    [InlineData("Url", "ftp://x")]
    [InlineData("Model", "is empty")]
    [InlineData("MaxOutputTokens", "less than Realtime:Chat:ContextLength")]
    [InlineData("Temperature", "between 0 and 2")]
    [InlineData("TopP", "above 0")]
    [InlineData("IdleTimeout", "more than zero")]
    [InlineData("ScriptFile", "no such file")]
    public void A_wrong_setting_is_named_with_its_remedy(string setting, string says)
    {
        var options = new ChatBackendOptions();
        _ = (setting, says) switch
        {
            ("Provider", _) => options.Provider = "foo",
            ("Url", "ftp://x") => options.Url = "ftp://x",
            ("Url", _) => options.Provider = "openai",
            ("Model", _) => options.Model = " ",
            ("ScriptFile", _) => options.ScriptFile = "/nowhere.yaml",
            _ => "",
        };
        if (setting == "MaxOutputTokens")
            options.MaxOutputTokens = 9000;
        if (setting == "Temperature")
            options.Temperature = 3;
        if (setting == "TopP")
            options.TopP = 0;
        if (setting == "IdleTimeout")
            options.IdleTimeout = TimeSpan.Zero;

        var mistake = Assert.Single(options.Validate());

        Assert.StartsWith($"Realtime:Chat:{setting} ", mistake, StringComparison.Ordinal);
        Assert.Contains(says, mistake, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ChatBackend(options));
    }

    [Fact]
    public void The_settings_are_right_as_they_come()
    {
        Assert.Empty(new ChatBackendOptions().Validate());
        Assert.Empty(new SpeechBackendOptions().Validate("Realtime:SpeechToText"));
        Assert.StartsWith("Realtime:SpeechToText:Url ", Assert.Single(new SpeechBackendOptions { Url = "nonsense" }.Validate("Realtime:SpeechToText")), StringComparison.Ordinal);
    }

    /// <summary>Lets the watch look once more, and waits until it is done looking.</summary>
    private static async Task NextLookAsync(ManualTime time)
    {
        time.Advance(TimeSpan.FromSeconds(17));
        await time.WaitedForAsync(TimeSpan.FromSeconds(17));
    }
}
