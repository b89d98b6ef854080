using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Doctor;
using Realtime.Compat.Server.Doctor.Checks;
using Realtime.Compat.Server.SpeechWorker;
using Realtime.Compat.Server.Status;
using Realtime.Compat.Server.Tests.Models;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests.Doctor;

/// <summary>Each engine broken in turn: its line names it, and says what mends it.</summary>
public sealed class EngineCheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Realtime:SpeechToText:Url", "speech to text (whisper at http://127.0.0.1:9) is down: nobody answers", "start the server at http://127.0.0.1:9, or leave Realtime:SpeechToText:Url out")]
    [InlineData("Realtime:Speech:Url", "speech to text (whisper at http://127.0.0.1:9) is down: nobody answers", "start the server at http://127.0.0.1:9, or leave Realtime:Speech:Url out")]
    [InlineData("Realtime:TextToSpeech:Url", "speech to text (whisper at http://127.0.0.1:9) is down: nobody answers", "./run.sh models pull; or, without any download")]
    public async Task A_recogniser_that_is_down_is_named_with_what_mends_it_where_it_is(string setting, string detail, string remedy) =>
        await Broken.IsNamedAsync(Speech(Ready(Part.TextToSpeech), Down(Part.SpeechToText), setting), detail, remedy);

    [Fact]
    public async Task A_voice_that_is_down_is_named_with_what_mends_it() =>
        await Broken.IsNamedAsync(Speech(Down(Part.TextToSpeech), Ready(Part.SpeechToText), "Realtime:TextToSpeech:Url"), "text to speech (whisper at http://127.0.0.1:9) is down", "leave Realtime:TextToSpeech:Url out");

    [Fact]
    public async Task A_recogniser_that_does_not_understand_the_voice_is_named()
    {
        await File.WriteAllTextAsync(_directory["deaf.yaml"], "hear:\n  - min_ms: 1\n    text: something else entirely\n");
        await Broken.IsNamedAsync(
            Speech(Ready(Part.TextToSpeech), Ready(Part.SpeechToText), "unset", _directory["deaf.yaml"]), "heard \"something else entirely\"", "./run.sh models list, and choose a voice and a recogniser of one language");
    }

    [Fact]
    public async Task A_recogniser_that_understands_the_voice_is_fine() =>
        await Broken.IsNotAsync(Speech(Ready(Part.TextToSpeech), Ready(Part.SpeechToText), "unset"), "heard \"what is the weather in paris today\"");

    [Fact]
    public async Task A_turn_model_that_judges_is_fine_and_so_is_none_and_one_that_cannot_is_named()
    {
        var worker = new Uri("http://127.0.0.1:8010");
        using var judging = new TurnModelClient(new TurnModelOptions(), () => worker, new Judgement());
        using var away = new TurnModelClient(new TurnModelOptions(), () => null);

        TurnModelCheck Check(Uri? url, WorkerHealth.Stage? turns, TurnModelClient client) =>
            new(url, (_, _) => Task.FromResult(new WorkerHealth { Turns = turns }), client, new FakeTimeProvider());

        const string None = "none: semantic_vad goes by words and prosody";
        await Broken.IsNotAsync(Check(null, null, away), None);
        await Broken.IsNotAsync(Check(worker, null, judging), None);
        await Broken.IsNotAsync(Check(worker, new WorkerHealth.Stage("smart-turn-v3", "ready", null), judging), "smart-turn-v3 judges in 0 ms");
        await Broken.IsNamedAsync(Check(worker, new WorkerHealth.Stage("smart-turn-v3", "ready", null), away), "smart-turn-v3 gave no judgement in time", "Realtime:TurnModel:Timeout");
        await Broken.IsNamedAsync(Check(worker, new WorkerHealth.Stage("smart-turn-v3", "unavailable", "It is damaged."), judging), "It is damaged", "./run.sh models pull smart-turn-v3");
    }

    [Fact]
    public async Task A_chat_server_that_is_down_is_named_and_so_is_what_depends_on_it()
    {
        await using var chat = new ChatBackend(new ChatBackendOptions { Provider = "ollama", Url = "http://127.0.0.1:9" });
        await Broken.IsNamedAsync(new ChatCheck(chat), "http://127.0.0.1:9", "ollama serve");
        await Broken.IsNamedAsync(new ToolCallCheck(chat), "does not answer", "mend chat first");
    }

    [Fact]
    public async Task An_ollama_without_its_model_is_named_with_the_command_that_pulls_it()
    {
        await using var ollama = await LocalHub.StartAsync();
        ollama.Answer("/api/version", context => context.Response.WriteAsync("""{"version":"0.24.0"}"""));
        foreach (var path in (string[])["/api/chat", "/api/show"])
            ollama.Answer(path, NotFoundAsync);
        ChatBackend Of(string provider) => new(new ChatBackendOptions { Provider = provider, Url = ollama.Root.ToString(), Model = "qwen3:4b-instruct" });
        await using var chosen = Of("ollama");
        await using var automatic = Of("auto");

        await Broken.IsNamedAsync(new ChatCheck(chosen), "model qwen3:4b-instruct is not pulled", "ollama pull qwen3:4b-instruct");
        // The script answers in its place, as it does in the server, and the line says the same.
        await Broken.IsNotAsync(new ChatCheck(automatic), "model qwen3:4b-instruct is not pulled: type `ollama pull qwen3:4b-instruct`");

        static Task NotFoundAsync(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("""{"error":"model 'qwen3:4b-instruct' not found"}""");
        }
    }

    [Fact]
    public async Task A_chat_model_that_answers_and_calls_is_fine()
    {
        await using var chat = new ChatBackend(new ChatBackendOptions { Provider = "scripted" });
        await Broken.IsNotAsync(new ChatCheck(chat), "scripted");
        await Broken.IsNotAsync(new ToolCallCheck(chat), "get_weather was called");
    }

    [Fact]
    public async Task A_chat_model_that_calls_no_function_is_named_with_one_that_can()
    {
        // As an Ollama model without tools in its template does: it talks.
        await using var ollama = await LocalHub.StartAsync();
        ollama.Answer("/api/version", context => context.Response.WriteAsync("""{"version":"0.24.0"}"""));
        ollama.Answer("/api/show", context => context.Response.WriteAsync("""{"capabilities":["completion","tools"],"model_info":{}}"""));
        ollama.Answer("/api/chat", context => context.Response.WriteAsync("""
            {"model":"small","message":{"role":"assistant","content":"It is sunny."},"done":false}
            {"model":"small","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":4}

            """));
        await using var chat = new ChatBackend(new ChatBackendOptions { Provider = "ollama", Url = ollama.Root.ToString(), Model = "small" });
        await Broken.IsNotAsync(new ChatCheck(chat), "small");

        await Broken.IsNamedAsync(new ToolCallCheck(chat), "small calls no function", "ollama pull qwen3:4b-instruct, or set Realtime:Chat:Model");
    }

    private static Part Ready(string name) => new(name, _ => Task.FromResult(new PartStatus(BackendState.Ready, "scripted", "built in", "")));

    private static Part Down(string name) => new(name, _ => Task.FromResult(new PartStatus(BackendState.Down, "whisper", "http://127.0.0.1:9", "nobody answers")));

    /// <summary>The check over the scripted voice and ears.</summary>
    private static SpeechCheck Speech(Part voice, Part recogniser, string setting, string? script = null) => new(
        voice,
        recogniser,
        new ConfigurationBuilder().AddInMemoryCollection([new(setting, "http://127.0.0.1:9")]).Build(),
        SpeechClients.TextToSpeech(new SpeechBackendOptions { Provider = "scripted" }, () => null),
        SpeechClients.SpeechToText(new SpeechBackendOptions { Provider = "scripted", ScriptFile = script }, () => null));

    /// <summary>A worker whose turn model judges.</summary>
    private sealed class Judgement : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"completion":0.5,"model":"smart-turn-v3"}""") });
    }
}
