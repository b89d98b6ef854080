using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Scripted;

public sealed class ScriptedChatClientTests
{
    private static async Task<List<ChatResponseUpdate>> AskAsync(string text, ChatOptions? options = null, string? script = null, ChatMessage[]? before = null)
    {
        using var client = new ScriptedChatClient(script is null ? Script.Empty : ScriptReader.Read("script.yaml", script), time: null);
        return await client.AllAsync(options, [.. before ?? [], new(ChatRole.User, text)]);
    }

    private static ChatMessage[] AfterTool(string result) =>
    [
        new(ChatRole.User, "What is the weather in Paris?"),
        new(ChatRole.Assistant, [new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris" })]),
        new(ChatRole.Tool, [new FunctionResultContent("c1", result)]),
    ];

    [Theory]
    [InlineData("Hello!", "Hello! How can I help you?")]
    [InlineData("good morning", "Hello! How can I help you?")]
    [InlineData("你好", "Hello! How can I help you?")]
    [InlineData("The sky is blue", "You said: The sky is blue.")]
    [InlineData("Is it?", "You said: Is it?")]
    [InlineData("", "I heard nothing.")]
    public async Task Without_rules_it_greets_and_repeats(string said, string answer) => Assert.Equal(answer, (await AskAsync(said)).Text());

    [Fact]
    public async Task It_speaks_word_by_word_and_counts_them()
    {
        var answer = await AskAsync("The sky is blue");

        Assert.Equal(["You ", "said: ", "The ", "sky ", "is ", "blue."], answer.Where(u => u.Text.Length > 0).Select(u => u.Text));
        Assert.Equal((4, 6, 10), (answer.Tokens()!.InputTokenCount, answer.Tokens()!.OutputTokenCount, answer.Tokens()!.TotalTokenCount));
        Assert.Equal(ChatFinishReason.Stop, answer[^1].FinishReason);
    }

    [Fact]
    public async Task It_stops_at_the_limit()
    {
        var answer = await AskAsync("The sky is blue", new ChatOptions { MaxOutputTokens = 3 });

        Assert.Equal(("You said: The ", ChatFinishReason.Length), (answer.Text(), answer[^1].FinishReason));
    }

    [Fact]
    public async Task A_tool_result_is_spoken()
    {
        using var client = new ScriptedChatClient();

        Assert.Equal("get_weather says: 18 degrees.", (await client.AllAsync(messages: AfterTool("18 degrees"))).Text());
        Assert.Equal("get_weather is done.", (await client.AllAsync(messages: AfterTool(""))).Text());
    }

    [Theory]
    [InlineData("What is the weather in Paris?", "get_weather", """{"city":"Paris"}""")]
    [InlineData("Switch the lamp off", "switch_lamp", """{"on":false}""")]
    public async Task A_tool_that_the_user_speaks_of_is_called(string said, string tool, string arguments)
    {
        var answer = await AskAsync(said, Say.Tools());

        Assert.Equal((tool, arguments), (answer.Calls().Single().Name, answer.Calls().Single().Arguments()));
        Assert.Equal(ChatFinishReason.ToolCalls, answer[^1].FinishReason);
    }

    [Fact]
    public async Task Tools_nobody_speaks_of_are_left_alone() => Assert.Empty((await AskAsync("Tell me a joke", Say.Tools())).Calls());

    [Fact]
    public async Task Tool_choice_is_obeyed()
    {
        Assert.Equal("get_weather", (await AskAsync("Tell me a joke", Say.Tools(ChatToolMode.RequireAny))).Calls().Single().Name);
        Assert.Equal("switch_lamp", (await AskAsync("The weather in Paris", Say.Tools(ChatToolMode.RequireSpecific("switch_lamp")))).Calls().Single().Name);
        Assert.Empty((await AskAsync("The weather in Paris", Say.Tools(ChatToolMode.None))).Calls());
        var failure = await Assert.ThrowsAsync<BackendException>(() => AskAsync("x", Say.Tools(ChatToolMode.RequireSpecific("fly"))));
        Assert.Equal(BackendErrorCodes.InvalidToolChoice, failure.Code);
    }

    [Fact]
    public async Task Ids_of_calls_do_not_repeat_in_a_conversation()
    {
        using var client = new ScriptedChatClient();

        var first = await client.AllAsync(Say.Tools(ChatToolMode.RequireAny), [new(ChatRole.User, "x")]);
        var second = await client.AllAsync(Say.Tools(ChatToolMode.RequireAny), AfterTool("done"));

        Assert.NotEqual(first.Calls().Single().CallId, second.Calls().Single().CallId);
    }

    private const string Talk = """
        rules:
          - pattern: my name is (?<name>\w+)
            reply: Nice to meet you, ${name}. ${unknown}
          - text: twice
            turn: 2
            reply: That was the second time.
          - text: weather
            call: {name: get_weather, arguments: {city: "${text}", days: 3, exact: true}}
          - after_tool: get_weather
            reply: It is ${result} there.
          - text: long
            words: 500
          - text: broken
            reply: I am about to
            error: {code: model_load_failed, message: The model fell over.}
          - text: busy
            error: Not now.
          - text: lamp
            offers: switch_lamp
            reply: One moment.
            call: switch_lamp
        """;

    [Theory]
    [InlineData("Hi, MY NAME IS Ann", "Nice to meet you, Ann. ${unknown}")]
    [InlineData("twice", "You said: twice.")]
    [InlineData("the weather", "You said: the weather.")]
    [InlineData("the lamp", "You said: the lamp.")]
    public async Task The_first_rule_that_fits_answers(string said, string answer) => Assert.Equal(answer, (await AskAsync(said, script: Talk)).Text());

    [Fact]
    public async Task A_rule_may_wait_for_a_turn() =>
        Assert.Equal("That was the second time.", (await AskAsync("twice", script: Talk, before: [new(ChatRole.User, "twice"), new(ChatRole.Assistant, "x")])).Text());

    [Fact]
    public async Task A_rule_may_call_with_arguments_and_answer_the_result()
    {
        using var client = new ScriptedChatClient(ScriptReader.Read("s", Talk), time: null);

        Assert.Equal("""{"city":"the weather","days":3,"exact":true}""", (await AskAsync("the weather", Say.Tools(), Talk)).Calls().Single().Arguments());
        Assert.Equal("It is 18 degrees there.", (await client.AllAsync(Say.Tools(), AfterTool("18 degrees"))).Text());
        var lamp = await AskAsync("the lamp", Say.Tools(), Talk);
        Assert.Equal(("One moment.", """{"on":true}"""), (lamp.Text(), lamp.Calls().Single().Arguments()));
    }

    [Fact]
    public async Task A_rule_may_be_long()
    {
        var answer = await AskAsync("a long story", script: Talk);

        Assert.Equal(500, answer.Text().Split(' ').Length);
        Assert.Equal(500, answer.Tokens()!.OutputTokenCount);
    }

    [Fact]
    public async Task A_rule_may_fail_after_what_it_says()
    {
        using var client = new ScriptedChatClient(ScriptReader.Read("s", Talk), time: null);
        var said = "";

        var failure = await Assert.ThrowsAsync<BackendException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync([new(ChatRole.User, "broken")]))
                said += update.Text;
        });

        Assert.Equal(("I am about to", "model_load_failed", "The model fell over."), (said, failure.Code, failure.Message));
        Assert.Equal(BackendErrorCodes.Scripted, (await Assert.ThrowsAsync<BackendException>(() => AskAsync("busy", script: Talk))).Code);
    }

    [Fact]
    public async Task Delays_run_on_the_given_clock()
    {
        var time = new ManualTime();
        using var client = new ScriptedChatClient(ScriptReader.Read("s", "{\"first_token_delay_ms\": 200, \"rules\": [{\"reply\": \"One two\", \"token_delay_ms\": 30}]}"), time);
        await using var answer = client.GetStreamingResponseAsync([new(ChatRole.User, "x")]).GetAsyncEnumerator();

        var first = answer.MoveNextAsync().AsTask();
        await time.WaitedForAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(await first);
        var second = answer.MoveNextAsync().AsTask();
        await time.WaitedForAsync(TimeSpan.FromMilliseconds(30));
        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.True(await second);
        Assert.Equal("two", answer.Current.Text);
    }

    [Fact]
    public async Task Cancelling_a_delay_ends_it()
    {
        using var client = new ScriptedChatClient(ScriptReader.Read("s", "rules: [{reply: x, first_token_delay_ms: 1000}]"), new ManualTime());
        using var cancel = new CancellationTokenSource();

        var answer = client.AllAsync(messages: [new(ChatRole.User, "x")], cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("rules:\n  - text: a\n    repyl: b", 3, "no field \"repyl\"")]
    [InlineData("rules:\n  - text: a", 2, "one of reply, words, call, error")]
    [InlineData("rules:\n  - reply: a\n    pattern: '('", 3, "not a regular expression")]
    [InlineData("rules:\n  - words: many", 2, "whole number")]
    [InlineData("rules: 5", 1, "must be a list")]
    [InlineData("- a", 1, "must be a map")]
    [InlineData("rules:\n  - {reply: a", 3, "neither YAML nor JSON")]
    [InlineData("{\"rules\": [\n{\"reply\": \"a\",\n\"words\": 3}]}", 3, "either reply or words")]
    [InlineData("rules:\n  - call: {arguments: {}}", 2, "needs the name")]
    public void A_bad_script_is_named_with_its_line(string text, int line, string reason)
    {
        var mistake = Assert.Throws<ScriptException>(() => ScriptReader.Read("talk.yaml", text));

        Assert.StartsWith($"talk.yaml, line {line}: ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_script_is_named()
    {
        var mistake = Assert.Throws<ScriptException>(() => new ScriptedChatClient("/nowhere/talk.yaml"));

        Assert.Equal("/nowhere/talk.yaml: the script cannot be opened.", mistake.Message);
    }

    [Fact]
    public void Json_with_tabs_is_read() => Assert.Single(ScriptReader.Read("s", "{\n\t\"rules\": [\n\t\t{\"text\": \"a\", \"reply\": \"b\"}\n\t]\n}").Rules);

    [Fact]
    public async Task The_example_of_the_page_about_scripts_is_a_script()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "docs", "scripted.md"));
        var example = page.Split("```yaml")[1].Split("```")[0];

        Assert.NotEmpty(ScriptReader.Read("docs/scripted.md", example).Rules);
    }

    private static string RepositoryRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Realtime.Compat.sln")))
            at = Path.GetDirectoryName(at)!;
        return at;
    }
}
