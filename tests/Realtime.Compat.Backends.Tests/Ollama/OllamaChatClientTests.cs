using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Ollama;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Ollama;

public sealed class OllamaChatClientTests
{
    [Fact]
    public async Task A_plain_answer_is_streamed_with_its_usage_and_finish()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("He"), Say.Line("llo"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync();

        Assert.Equal("Hello", answer.Text());
        Assert.Equal(["He", "llo"], answer.Where(u => u.Text.Length > 0).Select(u => u.Text));
        Assert.Equal(ChatFinishReason.Stop, answer[^1].FinishReason);
        Assert.Equal((31, 2, 33), (answer.Tokens()!.InputTokenCount, answer.Tokens()!.OutputTokenCount, answer.Tokens()!.TotalTokenCount));
        Assert.Single(answer.Select(u => u.MessageId).Distinct());
    }

    [Fact]
    public async Task The_request_pins_the_context_and_forbids_silent_loss()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Done()));
        var options = Say.Options(server.Url);
        options.ContextLength = 4096;
        using var client = new OllamaChatClient(options);

        await client.AllAsync(new ChatOptions { Temperature = 0.5f });

        var sent = server.Seen[0].Json;
        Assert.Equal("/api/chat", server.Seen[0].Path);
        Assert.Equal("m", (string?)sent["model"]);
        Assert.False((bool)sent["think"]!);
        Assert.False((bool)sent["truncate"]!);
        Assert.False((bool)sent["shift"]!);
        Assert.Equal(-1, (int)sent["keep_alive"]!);
        Assert.Equal(4096, (int)sent["options"]!["num_ctx"]!);
        Assert.Equal(300, (int)sent["options"]!["num_predict"]!);
        Assert.Equal(0.5, (double)sent["options"]!["temperature"]!, 3);
        Assert.Null(sent["options"]!["top_p"]);
        Assert.Null(sent["tools"]);
        Assert.Equal(["system", "user"], sent["messages"]!.AsArray().Select(m => (string?)m!["role"]));
    }

    [Fact]
    public async Task History_with_images_calls_and_results_is_written_as_ollama_reads_it()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));
        ChatMessage[] history =
        [
            new(ChatRole.User, [new TextContent("看"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]),
            new(ChatRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "18 degrees")]),
        ];

        await client.AllAsync(messages: history);

        var sent = server.Seen[0].Json["messages"]!.AsArray();
        Assert.Equal("AQID", (string?)sent[0]!["images"]![0]);
        Assert.Equal("看", (string?)sent[0]!["content"]);
        Assert.Equal("Paris", (string?)sent[1]!["tool_calls"]![0]!["function"]!["arguments"]!["city"]);
        Assert.Equal(("tool", "18 degrees", "get_weather", "c1"), ((string?)sent[2]!["role"], (string?)sent[2]!["content"], (string?)sent[2]!["tool_name"], (string?)sent[2]!["tool_call_id"]));
    }

    [Theory]
    [InlineData("image/gif")]
    [InlineData("audio/wav")]
    public async Task Content_that_ollama_cannot_take_is_refused_before_anything_is_sent(string type)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync(messages: [new(ChatRole.User, [new DataContent(new byte[] { 1 }, type)])]));

        Assert.Equal(BackendErrorCodes.UnsupportedContent, failure.Code);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task One_byte_at_a_time_with_bom_crlf_and_chinese_reads_the_same()
    {
        var stream = "\uFEFF" + (Say.Line("你好") + "\n" + Say.Line("，世界🙂") + Say.Done()).Replace("\n", "\r\n", StringComparison.Ordinal);
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Ndjson);
            await x.WriteByteByByteAsync(stream);
            await x.EndAsync();
        });
        using var client = new OllamaChatClient(Say.Options(server.Url));

        Assert.Equal("你好，世界🙂", (await client.AllAsync()).Text());
    }

    [Fact]
    public async Task A_last_line_without_a_newline_counts()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("Hi"), Say.Done().TrimEnd('\n')));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        Assert.Equal("Hi", (await client.AllAsync()).Text());
    }

    [Fact]
    public async Task A_stream_without_done_is_a_failure_and_what_was_said_stands()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("Half ")));
        using var client = new OllamaChatClient(Say.Options(server.Url));
        var said = "";

        var failure = await Assert.ThrowsAsync<BackendException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync(Say.Hello))
                said += update.Text;
        });

        Assert.Equal((BackendErrorCodes.CutOff, "Half "), (failure.Code, said));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_reset_in_the_middle_is_a_cut_and_is_not_asked_again()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Ndjson);
            await x.WriteAsync(Say.Line("Half "));
            await x.WriteRawAsync("40\r\n{\"model\"");
            x.Reset();
        });
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Equal(BackendErrorCodes.CutOff, failure.Code);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task An_error_line_in_the_middle_is_a_failure()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(
            Say.Ndjson, Say.Line("Half "), """{"error":"model runner has unexpectedly stopped, this may be due to resource limitations"}""" + "\n"));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Equal(BackendErrorCodes.ModelLoadFailed, failure.Code);
    }

    [Theory]
    [InlineData(404, """{"error":"model 'm' not found"}""", BackendErrorCodes.ModelNotFound)]
    [InlineData(400, """{"error":"invalid model name"}""", BackendErrorCodes.Refused)]
    [InlineData(500, """{"error":"llama-server reported out-of-memory during startup: x"}""", BackendErrorCodes.ModelLoadFailed)]
    [InlineData(500, """{"error":"timed out waiting for llama-server to start - x"}""", BackendErrorCodes.ModelLoadFailed)]
    [InlineData(499, """{"error":"request canceled"}""", BackendErrorCodes.Overloaded)]
    [InlineData(500, """{"error":"failed to parse JSON: unexpected end of JSON input"}""", BackendErrorCodes.Failed)]
    [InlineData(400, """{"error":"the prompt is longer than the context length currently available to the model; shorten the prompt"}""", BackendErrorCodes.ContextLengthExceeded)]
    [InlineData(400, """{"error":{"message":"{\"error\":{\"code\":400,\"message\":\"request (4170 tokens) exceeds the available context size (4096 tokens)\",\"type\":\"exceed_context_size_error\"}}"}}""", BackendErrorCodes.ContextLengthExceeded)]
    [InlineData(400, """{"error":"this model does not support image input"}""", BackendErrorCodes.UnsupportedContent)]
    [InlineData(403, "", BackendErrorCodes.Unauthorized)]
    [InlineData(401, """{"error":"unauthorized","signin_url":"https://x"}""", BackendErrorCodes.Unauthorized)]
    [InlineData(502, "<html><body>Bad gateway /var/run/secret</body></html>", BackendErrorCodes.Failed)]
    [InlineData(404, "404 page not found", BackendErrorCodes.Refused)]
    public async Task An_error_status_becomes_one_clear_sentence(int status, string body, string code)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(status, body.StartsWith('<') ? "text/html" : "application/json", body));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Equal(code, failure.Code);
        Assert.Equal(status, (int)failure.StatusCode!);
        Assert.EndsWith(code == BackendErrorCodes.Refused ? "" : ".", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_model_names_the_command_that_helps()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(404, "application/json", """{"error":"model 'm' not found"}"""));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Contains("`ollama pull m`", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_with_status_200_is_no_answer()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "text/html", "<html>Welcome</html>"));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        Assert.Equal(BackendErrorCodes.Protocol, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
    }

    [Theory]
    [InlineData("{bad\n")]
    [InlineData("[1,2]\n")]
    [InlineData("""{"message":{"tool_calls":[{"x":1}]},"done":false}""" + "\n")]
    [InlineData("42\n")]
    public async Task A_line_that_is_not_the_protocol_is_a_failure(string line)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, line, Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        Assert.Equal(BackendErrorCodes.Protocol, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
    }

    [Fact]
    public async Task Nobody_listening_is_said_so()
    {
        using var client = new OllamaChatClient(Say.Options(StandInServer.Nowhere()));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Equal((BackendErrorCodes.Unreachable, "Ollama cannot be reached."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Thinking_is_never_text()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(
            Say.Ndjson, """{"message":{"role":"assistant","content":"","thinking":"Hmm."},"done":false}""" + "\n", Say.Line("<thi"), Say.Line("nk>More</th"), Say.Line("ink>\n\nYes."), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync();

        Assert.Equal("Yes.", answer.Text());
        Assert.Equal("Hmm.More", answer.Thoughts());
    }

    [Fact]
    public async Task Thinking_and_nothing_else_is_a_failure_not_silence()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, """{"message":{"role":"assistant","content":"","thinking":"Hmm."},"done":false}""" + "\n", Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        Assert.Equal(BackendErrorCodes.EmptyAnswer, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
    }

    [Fact]
    public async Task A_model_that_opens_its_thought_by_template_is_learned()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("I wonder "), Say.Line("much.</think>"), Say.Line("Hello"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var first = await client.AllAsync();
        var second = await client.AllAsync();

        Assert.DoesNotContain("think", first.Text(), StringComparison.Ordinal);
        Assert.Equal("Hello", second.Text());
        Assert.Equal("I wonder much.", second.Thoughts());
    }

    [Fact]
    public async Task Tool_calls_are_given_with_their_arguments_and_a_made_up_id_where_there_is_none()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(
            Say.Ndjson,
            Say.Line("Let me check."),
            """{"message":{"role":"assistant","content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":"get_weather","arguments":{"city":"Paris"}}},{"function":{"name":"switch_lamp","arguments":{"on":true}}}]},"done":false}""" + "\n",
            Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(Say.Tools());

        Assert.Equal("Let me check.", answer.Text());
        Assert.Equal(["get_weather", "switch_lamp"], answer.Calls().Select(c => c.Name));
        Assert.Equal("call_1", answer.Calls()[0].CallId);
        Assert.StartsWith("call_", answer.Calls()[1].CallId, StringComparison.Ordinal);
        Assert.Equal("""{"city":"Paris"}""", answer.Calls()[0].Arguments());
        Assert.Equal(ChatFinishReason.ToolCalls, answer[^1].FinishReason);
        Assert.Equal(["get_weather", "switch_lamp"], server.Seen[0].Json["tools"]!.AsArray().Select(t => (string?)t!["function"]!["name"]));
    }

    [Fact]
    public async Task A_named_tool_is_forced_by_its_schema()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("{\"city\":"), Say.Line("\"Paris\"}"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(Say.Tools(ChatToolMode.RequireSpecific("get_weather")));

        Assert.Equal("", answer.Text());
        Assert.Equal(("get_weather", """{"city":"Paris"}"""), (answer.Calls().Single().Name, answer.Calls().Single().Arguments()));
        Assert.Equal(ChatFinishReason.ToolCalls, answer[^1].FinishReason);
        var sent = server.Seen.Single().Json;
        Assert.Equal("get_weather", (string?)sent["tools"]!.AsArray().Single()!["function"]!["name"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Say.Weather.JsonSchema.GetRawText()), sent["format"]));
    }

    [Fact]
    public async Task A_demanded_call_that_does_not_come_is_asked_again_in_the_shape_of_a_call()
    {
        await using var server = StandInServer.Start(x => x.Number == 1
            ? x.StreamAsync(Say.Ndjson, Say.Line("I would rather talk."), Say.Done())
            : x.StreamAsync(Say.Ndjson, Say.Line("""{"name":"switch_lamp","arguments":{"on":false}}"""), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(Say.Tools(ChatToolMode.RequireAny));

        Assert.Equal("", answer.Text());
        Assert.Equal(("switch_lamp", """{"on":false}"""), (answer.Calls().Single().Name, answer.Calls().Single().Arguments()));
        Assert.Equal(2, server.Seen.Count);
        Assert.Null(server.Seen[0].Json["format"]);
        Assert.Equal(2, server.Seen[1].Json["format"]!["anyOf"]!.AsArray().Count);
        Assert.Equal(62, answer.Tokens()!.InputTokenCount);
    }

    [Fact]
    public async Task Tools_are_not_offered_when_none_may_be_called()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("Hi"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        await client.AllAsync(Say.Tools(ChatToolMode.None));

        Assert.Null(server.Seen[0].Json["tools"]);
    }

    [Fact]
    public async Task A_tool_that_is_demanded_and_not_offered_is_the_callers_mistake()
    {
        using var client = new OllamaChatClient(Say.Options(StandInServer.Nowhere()));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync(Say.Tools(ChatToolMode.RequireSpecific("fly"))));

        Assert.Equal(BackendErrorCodes.InvalidToolChoice, failure.Code);
    }

    [Fact]
    public async Task A_forced_call_cut_by_the_limit_says_so()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("{\"city\":\"Par"), Say.Done("length")));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync(Say.Tools(ChatToolMode.RequireSpecific("get_weather"))));

        Assert.Equal(BackendErrorCodes.CutOff, failure.Code);
    }

    [Fact]
    public async Task A_model_without_tools_is_asked_without_them_and_remembered()
    {
        await using var server = StandInServer.Start(x => x.Json["tools"] is not null
            ? x.RespondAsync(400, "application/json", """{"error":"registry.ollama.ai/library/m does not support tools"}""")
            : x.StreamAsync(Say.Ndjson, Say.Line("Hi"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        Assert.Equal("Hi", (await client.AllAsync(Say.Tools())).Text());
        Assert.Equal("Hi", (await client.AllAsync(Say.Tools())).Text());
        Assert.Equal(3, server.Seen.Count);
    }

    [Theory]
    [InlineData("<tool_call>\n{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}\n</tool_call>")]
    [InlineData("```json\n{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Paris\"}}\n```")]
    [InlineData("{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Paris\\\"}\"}")]
    [InlineData("<tool_call>\n<function=get_weather>\n<parameter=city>\nParis\n</parameter>\n</function>\n</tool_call>")]
    [InlineData("<function=get_weather><parameter=city>Paris</parameter></function>")]
    public async Task A_printed_call_is_a_call_and_not_spoken(string printed)
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Ndjson);
            foreach (var piece in printed.Chunk(3))
                await x.WriteAsync(Say.Line(new string(piece)));
            await x.WriteAsync(Say.Done());
            await x.EndAsync();
        });
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(Say.Tools());

        Assert.Equal("", answer.Text());
        Assert.Equal("""{"city":"Paris"}""", answer.Calls().Single().Arguments());
        Assert.Equal(ChatFinishReason.ToolCalls, answer[^1].FinishReason);
    }

    [Fact]
    public async Task A_server_that_ignores_the_limit_is_stopped_at_it()
    {
        var gone = new TaskCompletionSource();
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Ndjson);
            try
            {
                for (var i = 0; i < 100_000; i++)
                    await x.WriteAsync(Say.Line("word "));
            }
            finally
            {
                gone.SetResult();
            }
        });
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(new ChatOptions { MaxOutputTokens = 150 });

        Assert.Equal(ChatFinishReason.Length, answer[^1].FinishReason);
        Assert.InRange(answer.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, 120, 200);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_honest_answer_up_to_the_limit_is_not_cut()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Ndjson);
            for (var i = 0; i < 150; i++)
                await x.WriteAsync(Say.Line("internationally "));
            await x.WriteAsync(Say.Done());
            await x.EndAsync();
        });
        using var client = new OllamaChatClient(Say.Options(server.Url));

        var answer = await client.AllAsync(new ChatOptions { MaxOutputTokens = 300 });

        Assert.Equal(ChatFinishReason.Stop, answer[^1].FinishReason);
        Assert.Equal(150, answer.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Two_turns_share_a_connection()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("Hi"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url));

        await client.AllAsync();
        await client.AllAsync();

        Assert.Equal(1, server.ConnectionCount);
    }
}
