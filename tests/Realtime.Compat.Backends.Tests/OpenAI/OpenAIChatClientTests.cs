using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.OpenAI;

public sealed class OpenAIChatClientTests
{
    private static async Task<List<ChatResponseUpdate>> AnswerToAsync(string stream, ChatOptions? options = null, string type = Say.Sse)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(type, stream));
        using var client = new OpenAIChatClient(Say.Options(server.Url));
        return await client.AllAsync(options);
    }

    private static async Task<BackendException> FailureOfAsync(string stream, string type = Say.Sse, ChatOptions? options = null) =>
        await Assert.ThrowsAsync<BackendException>(() => AnswerToAsync(stream, options, type));

    [Fact]
    public async Task A_plain_answer_is_streamed_with_its_usage_and_finish()
    {
        var answer = await AnswerToAsync(Say.Delta("""{"role":"assistant","content":"He"}""") + Say.Content("llo") + Say.Delta("{}", "stop") + Say.Usage + Say.End);

        Assert.Equal("Hello", answer.Text());
        Assert.Equal(ChatFinishReason.Stop, answer[^1].FinishReason);
        Assert.Equal(33, answer.Tokens()!.TotalTokenCount);
    }

    [Fact]
    public async Task The_request_carries_both_limits_usage_and_no_thinking()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(
            Say.Sse, Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{}"}}]}""", "tool_calls")));
        var options = Say.Options(server.Url);
        options.ApiKey = "k1";
        using var client = new OpenAIChatClient(options);

        await client.AllAsync(new ChatOptions { MaxOutputTokens = 20, Tools = [Say.Weather], ToolMode = ChatToolMode.RequireAny });

        var sent = server.Seen[0];
        Assert.Equal(("/v1/chat/completions", "Bearer k1"), (sent.Path, sent.Headers["Authorization"]));
        Assert.Equal((20, 20), ((int)sent.Json["max_tokens"]!, (int)sent.Json["max_completion_tokens"]!));
        Assert.True((bool)sent.Json["stream_options"]!["include_usage"]!);
        Assert.Equal("none", (string?)sent.Json["reasoning_effort"]);
        Assert.Equal("required", (string?)sent.Json["tool_choice"]);
    }

    [Theory]
    [InlineData(false, ReasoningEffort.High, "none")]
    [InlineData(true, ReasoningEffort.ExtraHigh, "xhigh")]
    [InlineData(true, ReasoningEffort.Low, "low")]
    [InlineData(true, null, null)]
    public async Task A_model_that_may_think_thinks_as_hard_as_it_is_asked_to(bool think, ReasoningEffort? effort, string? sent)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Sse, Say.Content("Hi", "stop")));
        var settings = Say.Options(server.Url);
        settings.Think = think;
        using var client = new OpenAIChatClient(settings);

        await client.AllAsync(new ChatOptions { Reasoning = new ReasoningOptions { Effort = effort }, AllowMultipleToolCalls = false, Tools = [Say.Weather] });

        Assert.Equal(sent, (string?)server.Seen[0].Json["reasoning_effort"]);
        Assert.False((bool)server.Seen[0].Json["parallel_tool_calls"]!);
    }

    [Fact]
    public async Task History_with_images_calls_and_results_is_written_in_the_protocol()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Sse, Say.Content("Hi", "stop")));
        using var client = new OpenAIChatClient(Say.Options(server.Url));
        ChatMessage[] history =
        [
            new(ChatRole.User, [new TextContent("Look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?>())]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "18 degrees")]),
        ];

        await client.AllAsync(messages: history);

        var sent = server.Seen[0].Json["messages"]!;
        Assert.Equal("data:image/png;base64,AQID", (string?)sent[0]!["content"]![1]!["image_url"]!["url"]);
        Assert.Equal("{}", (string?)sent[1]!["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal(("tool", "c1", "18 degrees"), ((string?)sent[2]!["role"], (string?)sent[2]!["tool_call_id"], (string?)sent[2]!["content"]));
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("eos", "stop")]
    [InlineData("end", "stop")]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("tool_calls", "stop")]
    public async Task Any_finish_reason_is_an_end(string given, string meant)
    {
        var answer = await AnswerToAsync(Say.Content("Hi", given) + Say.End);

        Assert.Equal(("Hi", new ChatFinishReason(meant)), (answer.Text(), answer[^1].FinishReason));
    }

    [Fact]
    public async Task Odd_shapes_of_chunks_read_the_same()
    {
        var stream = "\uFEFF: OPENROUTER PROCESSING\r\n\r\n"
            + "data:{\"choices\":[{\"delta\":{\"role\":\"\",\"content\":\"你\"},\"finish_reason\":\"\"}],\"usage\":{\"prompt_tokens\":3}}\r\n\r\n"
            + "event: message\r\ndata: {\"choices\":null}\r\n\r\n"
            + "data: {\"choices\":[]}\r\n\r\n"
            + "data: {\"choices\":[{\"delta\":null}]}\r\n\r\n"
            + "data: {\"error\":null,\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"好\"}],\"tool_calls\":null}}]}\r\n\r\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":null},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\r\n\r\n"
            + "data: [DONE]";
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Sse);
            await x.WriteByteByByteAsync(stream);
            await x.EndAsync();
        });
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync();

        Assert.Equal(("你好", 5), (answer.Text(), answer.Tokens()!.TotalTokenCount));
    }

    [Fact]
    public async Task An_end_without_a_finish_reason_is_a_failure()
    {
        Assert.Equal(BackendErrorCodes.CutOff, (await FailureOfAsync(Say.Content("Half "))).Code);
        // Ollama's swallowed error: an empty chunk, then a clean end.
        Assert.Equal(BackendErrorCodes.CutOff, (await FailureOfAsync(Say.Content("Half ") + "data: {\"model\":\"\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":null}]}\n\n")).Code);
        Assert.Equal(BackendErrorCodes.CutOff, (await FailureOfAsync(Say.Content("Half ") + Say.End)).Code);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"boom\",\"code\":500}}\n\ndata: [DONE]\n\n", BackendErrorCodes.Failed)]
    [InlineData("error: {\"code\":500,\"message\":\"boom\"}\n\n", BackendErrorCodes.Failed)]
    [InlineData("error: {\"error\":{\"message\":\"request exceeds the available context size\"}}\n\n", BackendErrorCodes.ContextLengthExceeded)]
    [InlineData("data: {\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens\"}\n\n", BackendErrorCodes.ContextLengthExceeded)]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n", BackendErrorCodes.Failed)]
    [InlineData("data: {bad\n\n", BackendErrorCodes.Protocol)]
    public async Task An_error_in_the_middle_is_a_failure(string end, string code) =>
        Assert.Equal(code, (await FailureOfAsync(Say.Content("Half ") + end)).Code);

    [Fact]
    public async Task An_error_as_json_with_status_200_is_a_failure() =>
        Assert.Equal(BackendErrorCodes.Failed, (await FailureOfAsync("""{"error":"x"}""", "application/json")).Code);

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        var answer = await AnswerToAsync(
            """{"choices":[{"message":{"role":"assistant","content":"Hi","tool_calls":[{"id":"a","function":{"name":"get_weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""",
            Say.Tools(),
            "application/json");

        Assert.Equal(("Hi", "get_weather"), (answer.Text(), answer.Calls().Single().Name));
    }

    [Fact]
    public async Task A_reset_in_the_middle_is_a_cut_and_is_not_asked_again()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Sse);
            await x.WriteAsync(Say.Content("Half "));
            await x.WriteRawAsync("40\r\ndata: {");
            x.Reset();
        });
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        Assert.Equal(BackendErrorCodes.CutOff, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData(404, """{"error":{"message":"The model `m` does not exist.","type":"NotFoundError","code":404}}""", BackendErrorCodes.ModelNotFound)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError"}}""", BackendErrorCodes.ContextLengthExceeded)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: k1"}}""", BackendErrorCodes.Unauthorized)]
    [InlineData(402, """{"error":{"message":"Insufficient credits"}}""", BackendErrorCodes.Unauthorized)]
    [InlineData(400, """{"error":{"message":"bad thing with k1 inside"}}""", BackendErrorCodes.Refused)]
    [InlineData(502, "<html>secret</html>", BackendErrorCodes.Failed)]
    [InlineData(403, "", BackendErrorCodes.Unauthorized)]
    [InlineData(422, """{"detail":[{"msg":"field required","loc":["body","x"]}]}""", BackendErrorCodes.Refused)]
    [InlineData(302, "", BackendErrorCodes.Refused)]
    public async Task An_error_status_becomes_one_clear_sentence_without_the_key(int status, string body, string code)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(status, body.StartsWith('<') ? "text/html" : "application/json", body, status == 302 ? "Location: /x\r\n" : ""));
        var options = Say.Options(server.Url);
        options.ApiKey = "k1";
        using var client = new OpenAIChatClient(options);

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Equal((code, status), (failure.Code, (int)failure.StatusCode!));
        Assert.DoesNotContain("k1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Fields_a_server_refuses_are_left_out_from_then_on()
    {
        await using var server = StandInServer.Start(x =>
            x.Json["max_tokens"] is not null ? x.RespondAsync(400, "application/json", """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}""")
            : x.Json["chat_template_kwargs"] is not null ? x.RespondAsync(400, "application/json", """{"error":{"message":"Unrecognized request argument supplied: chat_template_kwargs"}}""")
            : x.StreamAsync(Say.Sse, Say.Content("Hi", "stop")));
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        Assert.Equal("Hi", (await client.AllAsync()).Text());
        Assert.Equal("Hi", (await client.AllAsync()).Text());

        Assert.Equal(4, server.Seen.Count);
        Assert.Equal(300, (int)server.Seen[3].Json["max_completion_tokens"]!);
    }

    [Theory]
    [InlineData("reasoning")]
    [InlineData("reasoning_content")]
    public async Task Thinking_fields_are_never_text(string field)
    {
        var answer = await AnswerToAsync(Say.Delta($$"""{"content":"","{{field}}":"Hmm."}""") + Say.Content("Yes.") + Say.Delta("{}", "stop"));

        Assert.Equal(("Yes.", "Hmm."), (answer.Text(), answer.Thoughts()));
    }

    [Theory]
    [InlineData(new[] { "", "{\"ci", "ty\": \"Paris", "\"}" }, new[] { "{\"ci", "ty\": \"Paris", "\"}" })]
    [InlineData(new[] { "{\"city\":\"a\\", "nb\\u00", "e9\"}" }, new[] { "{\"city\":\"a", "\\nb", "\\u00e9\"}" })]
    [InlineData(new[] { "{\"city\":\"\\ud83d", "\\ude42 \\ud83d\",\"x\":1}" }, new[] { "{\"city\":\"", "\\ud83d\\ude42 \\uFFFD\",\"x\":1}" })]
    [InlineData(new[] { "{\"city\":", "{}", "}\n" }, new[] { "{\"city\":", "{}", "}" })]
    [InlineData(new[] { "{\"city\":", "}" }, new[] { "{\"city\":", "}" })]
    [InlineData(new[] { "{}", "{}" }, new[] { "{}", "{}" })]
    [InlineData(new[] { "\"{\\\"city\\\":", "1}\"" }, new string[0])]
    [InlineData(new[] { "", "" }, new string[0])]
    public async Task Arguments_are_passed_on_as_they_come_and_whole_at_the_end(string[] fragments, string[] passedOn)
    {
        var answer = await AnswerToAsync(
            Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather"}}]}""")
            + string.Concat(fragments.Select(text => Say.Delta("""{"tool_calls":[{"index":0,"function":{"arguments":""" + JsonSerializer.Serialize(text) + "}}]}")))
            + Say.Delta("{}", "tool_calls"),
            Say.Tools());

        Assert.Equal(passedOn, answer.Fragments("a", "get_weather"));
        Assert.Equal("a", Assert.Single(answer.Calls()).CallId);
        if (passedOn.Length > 0 && answer.Calls()[0].Exception is null)
            Assert.Equal(answer.Calls()[0].Arguments(), JsonSerializer.Serialize(JsonSerializer.Deserialize<Dictionary<string, object?>>(string.Concat(passedOn))));
    }

    [Fact]
    public async Task Arguments_of_a_call_without_an_id_or_after_another_come_whole_only()
    {
        var nameless = await AnswerToAsync(Say.Delta("""{"tool_calls":[{"index":0,"function":{"name":"get_weather","arguments":"{}"}}]}""") + Say.Delta("{}", "stop"), Say.Tools());
        var second = await AnswerToAsync(
            Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{}"}},{"index":1,"id":"b","function":{"name":"get_weather","arguments":"{}"}}]}""")
            + Say.Delta("{}", "stop"),
            Say.Tools());

        Assert.Empty(nameless.Fragments(nameless.Calls().Single().CallId, "get_weather"));
        Assert.Empty(second.Fragments("b", "get_weather"));
        Assert.Equal(2, second.Calls().Count);
    }

    [Fact]
    public async Task A_call_cut_off_by_the_limit_is_never_whole()
    {
        var answer = await AnswerToAsync(
            Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{\"city\":\"Pa"}}]}""") + Say.Delta("{}", "length"), Say.Tools());

        Assert.Equal(["{\"city\":\"Pa"], answer.Fragments("a", "get_weather"));
        Assert.Empty(answer.Calls());
    }

    [Fact]
    public async Task Two_whole_calls_in_one_delta_are_two()
    {
        var answer = await AnswerToAsync(
            Say.Delta("""{"content":"","tool_calls":[{"id":"a","index":0,"type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}},{"id":"b","index":1,"function":{"name":"switch_lamp","arguments":"{\"on\":true}"}}]}""")
            + Say.Delta("{}", "tool_calls"),
            Say.Tools());

        Assert.Equal(["a", "b"], answer.Calls().Select(c => c.CallId));
        Assert.Equal(ChatFinishReason.ToolCalls, answer[^1].FinishReason);
    }

    [Theory]
    [InlineData("""{"id":"a","index":0,"function":{"name":"get_weather","arguments":"{\"city\":\"Rome\"}"}}""", """{"id":"b","index":0,"function":{"name":"get_weather","arguments":"{\"city\":\"Oslo\"}"}}""")]
    [InlineData("""{"index":0,"function":{"name":"get_weather","arguments":"{\"city\":\"Rome\"}"}}""", """{"index":0,"function":{"name":"get_weather","arguments":"{\"city\":\"Oslo\"}"}}""")]
    [InlineData("""{"id":"a","function":{"name":"get_weather","arguments":"{\"city\":\"Rome\"}"}}""", """{"id":"b","function":{"name":"get_weather","arguments":{"city":"Oslo"}}}""")]
    public async Task Calls_at_the_same_index_are_not_merged(string one, string two)
    {
        var answer = await AnswerToAsync(Say.Delta($$"""{"tool_calls":[{{one}}]}""") + Say.Delta($$"""{"tool_calls":[{{two}}]}""") + Say.Delta("{}", "stop"), Say.Tools());

        Assert.Equal(["""{"city":"Rome"}""", """{"city":"Oslo"}"""], answer.Calls().Select(c => c.Arguments()));
        Assert.Equal(2, answer.Calls().Select(c => c.CallId).Distinct().Count());
    }

    [Fact]
    public async Task Fragments_split_inside_an_escape_are_put_together()
    {
        var answer = await AnswerToAsync(
            Say.Delta("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"get_weather","arguments":""}}]}""")
            + Say.Delta("""{"tool_calls":[{"index":1,"id":"b","type":"","function":{"name":"switch_lamp"}}]}""")
            + Say.Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"\\ud83"}}]}""")
            + Say.Delta("""{"tool_calls":[{"index":1,"id":null,"function":{"name":null,"arguments":"{\"on\":tr"}}]}""")
            + Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"d\\ude42\"}"}}]}""")
            + Say.Delta("""{"tool_calls":[{"index":1,"function":{"arguments":"ue}"}}]}""")
            + Say.Delta("{}", "tool_calls"),
            Say.Tools());

        Assert.Equal(["a", "b"], answer.Calls().Select(c => c.CallId));
        Assert.Equal("🙂", answer.Calls()[0].Arguments!["city"]!.ToString());
        Assert.Equal("""{"on":true}""", answer.Calls()[1].Arguments());
    }

    [Fact]
    public async Task Bad_arguments_are_marked_and_nothing_crashes()
    {
        var answer = await AnswerToAsync(
            Say.Delta("""{"tool_calls":[{"index":0,"function":{"name":"get_weather","arguments":""}},{"index":1,"id":"b","function":{"name":"get_weather","arguments":"{bad"}},{"index":2,"id":"c","function":{"name":"fly","arguments":"[1]"}}]}""")
            + Say.Delta("{}", "tool_calls"),
            Say.Tools());

        Assert.Equal("{}", answer.Calls()[0].Arguments());
        Assert.NotEmpty(answer.Calls()[0].CallId);
        Assert.IsType<BackendException>(answer.Calls()[1].Exception);
        Assert.Equal("{bad", answer.Calls()[1].AdditionalProperties!["raw_arguments"]);
        Assert.NotNull(answer.Calls()[2].Exception);
    }

    [Fact]
    public async Task A_call_cut_by_the_limit_is_left_out()
    {
        var answer = await AnswerToAsync(Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{\"ci"}}]}""") + Say.Delta("{}", "length"), Say.Tools());

        Assert.Empty(answer.Calls());
        Assert.Equal(ChatFinishReason.Length, answer[^1].FinishReason);
    }

    [Fact]
    public async Task Text_before_a_call_is_spoken_and_the_call_is_made()
    {
        var answer = await AnswerToAsync(
            Say.Content("Let me check.") + Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{}"}}]}""") + Say.Delta("{}", "stop"), Say.Tools());

        Assert.Equal(("Let me check.", 1, ChatFinishReason.ToolCalls), (answer.Text(), answer.Calls().Count, answer[^1].FinishReason));
    }

    [Fact]
    public async Task A_named_tool_that_the_server_ignores_is_forced_by_schema()
    {
        await using var server = StandInServer.Start(x => x.Number == 1
            ? x.StreamAsync(Say.Sse, Say.Content("No.") + Say.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"switch_lamp","arguments":"{}"}}]}""", "stop"))
            : x.StreamAsync(Say.Sse, Say.Content("{\"city\":\"Paris\"}", "stop")));
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(Say.Tools(ChatToolMode.RequireSpecific("get_weather")));

        Assert.Equal(("", "get_weather", """{"city":"Paris"}"""), (answer.Text(), answer.Calls().Single().Name, answer.Calls().Single().Arguments()));
        Assert.Equal("get_weather", (string?)server.Seen[0].Json["tools"]!.AsArray().Single()!["function"]!["name"]);
        Assert.Equal("json_schema", (string?)server.Seen[1].Json["response_format"]!["type"]);
        Assert.Null(server.Seen[1].Json["tools"]);
    }

    [Fact]
    public async Task Busy_is_asked_once_more_after_a_pause()
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(x => x.Number == 1
            ? x.RespondAsync(503, "application/json", """{"error":{"message":"server busy, please try again"}}""")
            : x.StreamAsync(Say.Sse, Say.Content("Hi", "stop")));
        using var client = new OpenAIChatClient(Say.Options(server.Url), time: time);

        var paused = time.WaitedForAsync(TimeSpan.FromMilliseconds(500));
        var answer = client.AllAsync();
        await paused;
        Assert.Single(server.Seen);
        time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal("Hi", (await answer).Text());
    }

    [Fact]
    public async Task Busy_twice_is_a_failure()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(503, "application/json", """{"error":"server busy"}""", "Retry-After: 0\r\n"));
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        Assert.Equal(BackendErrorCodes.Overloaded, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
        Assert.Equal(2, server.Seen.Count);
    }

    [Fact]
    public async Task A_long_pause_asked_for_is_not_waited_out()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(429, "application/json", """{"error":"rate limit"}""", "Retry-After: 60\r\n"));
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        Assert.Equal(BackendErrorCodes.Overloaded, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_connection_lost_before_an_answer_is_tried_once_more()
    {
        await using var server = StandInServer.Start(async x =>
        {
            if (x.Number == 2)
                x.Reset();
            else
                await x.StreamAsync(Say.Sse, Say.Content("Hi", "stop"));
        });
        using var client = new OpenAIChatClient(Say.Options(server.Url));

        await client.AllAsync();

        Assert.Equal("Hi", (await client.AllAsync()).Text());
    }

    [Fact]
    public async Task Usage_and_end_that_never_come_do_not_hold_the_answer()
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Sse);
            await x.WriteAsync(Say.Content("Hi", "stop"));
            await x.ClientGoneAsync();
        });
        using var client = new OpenAIChatClient(Say.Options(server.Url), time: time);

        var lingering = time.WaitedForAsync(TimeSpan.FromSeconds(1));
        var answer = client.AllAsync();
        await lingering;
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Hi", (await answer).Text());
    }

    [Theory]
    [InlineData("http://h:1", "http://h:1/v1")]
    [InlineData("http://h:1/", "http://h:1/v1")]
    [InlineData("https://openrouter.ai/api/v1/", "https://openrouter.ai/api/v1")]
    public void The_root_of_the_api_is_found(string url, string root) => Assert.Equal(root, BackendUrl.OpenAIRoot(new Uri(url)).ToString());
}
