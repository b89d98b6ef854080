using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class ResponseRulesTests
{
    [Fact]
    public async Task A_second_response_is_refused_while_one_runs()
    {
        await using var session = await TestSession.StartAsync();
        await session.RespondAsync();
        var running = await session.NextAsync<ResponseCreated>();
        await session.SendAsync(new ResponseCreate { EventId = "mine" });
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.ActiveResponse, "mine"), (error.Code, error.EventId));
        Assert.Contains(running.Response.Id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_closes_what_is_open_and_stops_the_model()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        await session.RespondAsync();
        var request = await session.Chat.NextRequestAsync();
        request.Write("I was about to");
        await session.UntilAsync<ResponseOutputTextDelta>();

        await session.SendAsync(new ResponseCancel());

        Assert.Equal(
            [nameof(ResponseOutputTextDone), nameof(ResponseContentPartDone), nameof(ConversationItemDone), nameof(ResponseOutputItemDone), nameof(ResponseDone)],
            await session.NamesUntilDoneAsync());
        var done = session.Log.OfType<ResponseDone>().Single().Response;
        Assert.Equal((ResponseStatus.Cancelled, StatusReason.ClientCancelled), (done.Status, done.StatusDetails!.Reason!.Value));
        Assert.Equal(ItemStatus.Incomplete, done.Output.Single().Status);
        await request.CancelledSource.Task.WaitAsync(TestSession.Patience);
        request.Write(" say more");
        await session.NothingElseAsync();
    }

    [Fact]
    public async Task Cancel_without_a_response_is_an_error_that_clients_know()
    {
        await using var session = await TestSession.StartAsync();
        await session.SendAsync(new ResponseCancel { EventId = "c1" });
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.ResponseCancelNotActive, "c1"), (error.Code, error.EventId));
        Assert.StartsWith("Cancellation failed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_out_of_band_runs_beside_the_conversations_and_leaves_no_trace_in_it()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        await session.RespondAsync();
        var main = await session.Chat.NextRequestAsync();
        await session.NextAsync<ResponseCreated>();

        await session.RespondAsync(new ResponseParameters
        {
            OutOfBand = true,
            Input = [new MessageItem { Role = Role.User, Content = [new InputText { Text = "Classify." }] }],
        });
        var side = await session.Chat.NextRequestAsync();
        Assert.Equal(["Be brief.", "Classify."], side.Messages.Select(message => message.Text));
        side.Write("Greeting.");
        side.Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);
        var names = await session.NamesUntilDoneAsync();
        Assert.DoesNotContain(nameof(ConversationItemAdded), names);
        Assert.DoesNotContain(nameof(ConversationItemDone), names);
        Assert.Null(session.Log.OfType<ResponseDone>().Single().Response.ConversationId);

        main.Write("Hello.");
        main.Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);
        Assert.NotNull((await session.UntilAsync<ResponseDone>()).Response.ConversationId);
    }

    [Fact]
    public async Task No_more_than_16_responses_run_at_once()
    {
        await using var session = await TestSession.StartAsync();
        for (var i = 0; i < 16; i++)
        {
            await session.RespondAsync(new ResponseParameters { OutOfBand = true });
            await session.NextAsync<ResponseCreated>();
        }

        await session.RespondAsync(new ResponseParameters { OutOfBand = true });
        Assert.Equal(ErrorCodes.RateLimitExceeded, (await session.NextAsync<ErrorEvent>()).Details.Code);
        (await session.Chat.NextRequestAsync()).Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);
        await session.UntilAsync<ResponseDone>();
        await session.RespondAsync(new ResponseParameters { OutOfBand = true });
        await session.NextAsync<ResponseCreated>();
    }

    [Fact]
    public async Task Input_may_refer_to_items_and_an_unknown_one_is_refused()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        await session.SayAsync("Remember the blue door.");
        var item = (await session.NextAsync<ConversationItemAdded>()).Item;
        await session.NextAsync<ConversationItemDone>();
        await session.RespondAsync(new ResponseParameters { OutOfBand = true, Input = [new ItemReference { Id = item.Id }] });
        await session.NextAsync<ResponseCreated>();
        Assert.Equal("Remember the blue door.", (await session.Chat.NextRequestAsync()).Messages[^1].Text);

        await session.RespondAsync(new ResponseParameters { OutOfBand = true, Input = [new ItemReference { Id = "nope" }] });
        Assert.Equal("response.input[0].id", (await session.NextAsync<ErrorEvent>()).Details.Param);
    }

    [Fact]
    public async Task A_function_call_is_an_item_of_its_own_and_its_output_reaches_the_model()
    {
        await using var session = await TestSession.StartAsync(c => c with
        {
            Tools = [new FunctionTool { Name = "get_weather", Parameters = System.Text.Json.JsonElement.Parse("""{"type":"object"}""") }],
        });
        session.Chat.Reply(request =>
        {
            request.Write("Let me look.");
            request.Call("call_1", "get_weather", new() { ["city"] = "Paris" });
            request.Finish(Microsoft.Extensions.AI.ChatFinishReason.ToolCalls);
        });
        await session.RespondAsync();
        Assert.Equal(
            [
                nameof(ResponseCreated), nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ResponseContentPartAdded),
                nameof(ResponseOutputAudioTranscriptDelta), nameof(ResponseOutputAudioDelta), nameof(ResponseOutputAudioDone),
                nameof(ResponseOutputAudioTranscriptDone), nameof(ResponseContentPartDone), nameof(ConversationItemDone), nameof(ResponseOutputItemDone),
                nameof(ResponseOutputItemAdded), nameof(ConversationItemAdded), nameof(ResponseFunctionCallArgumentsDelta),
                nameof(ResponseFunctionCallArgumentsDone), nameof(ConversationItemDone), nameof(ResponseOutputItemDone), nameof(ResponseDone),
            ],
            await session.NamesUntilDoneAsync());
        var call = Assert.IsType<FunctionCallItem>(session.Log.OfType<ResponseDone>().Single().Response.Output[1]);
        Assert.Equal(("call_1", "get_weather", """{"city":"Paris"}"""), (call.CallId, call.Name, call.Arguments));
        Assert.Equal(1, session.Log.OfType<ResponseFunctionCallArgumentsDone>().Single().OutputIndex);

        await session.SendAsync(new ConversationItemCreate { Item = new FunctionCallOutputItem { CallId = "call_1", Output = "18 degrees" } });
        session.Chat.Reply("It is 18 degrees.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        var messages = (await session.Chat.NextRequestAsync()).Messages;
        Assert.Equal("18 degrees", Assert.IsType<Microsoft.Extensions.AI.FunctionResultContent>(messages[^1].Contents[0]).Result);
        Assert.Equal("get_weather", messages[^2].Contents.OfType<Microsoft.Extensions.AI.FunctionCallContent>().Single().Name);
    }

    [Fact]
    public async Task Arguments_that_the_model_streams_reach_the_client_piece_by_piece()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply(request =>
        {
            request.Write("Let me look.");
            request.Arguments("call_1", "get_weather", "{\"city\": ");
            request.Arguments("call_1", "get_weather", "\"Paris\"}");
            request.Call("call_1", "get_weather", new() { ["city"] = "Paris" });
            request.Call("call_2", "get_weather", new() { ["city"] = "Rome" });
            request.Finish(Microsoft.Extensions.AI.ChatFinishReason.ToolCalls);
        });
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();

        Assert.Equal(["{\"city\": ", "\"Paris\"}", "{\"city\":\"Rome\"}"], session.Log.OfType<ResponseFunctionCallArgumentsDelta>().Select(delta => delta.Delta));
        Assert.Equal(["{\"city\": \"Paris\"}", "{\"city\":\"Rome\"}"], session.Log.OfType<ResponseFunctionCallArgumentsDone>().Select(done => done.Arguments));
        Assert.All(session.Log.OfType<ResponseDone>().Single().Response.Output, item => Assert.Equal(ItemStatus.Completed, item.Status));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_incomplete_with_the_arguments_so_far_and_the_model_never_reads_of_it()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply(request => request.Arguments("call_1", "get_weather", "{\"city\":"));
        await session.RespondAsync();
        await session.UntilAsync<ResponseFunctionCallArgumentsDelta>();
        await session.SendAsync(new ResponseCancel());

        Assert.Equal("{\"city\":", (await session.NextAsync<ResponseFunctionCallArgumentsDone>()).Arguments);
        var call = Assert.IsType<FunctionCallItem>((await session.UntilAsync<ResponseDone>()).Response.Output.Single());
        Assert.Equal((ItemStatus.Incomplete, "{\"city\":"), (call.Status, call.Arguments));

        session.Chat.Reply("Never mind.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.Chat.NextRequestAsync();
        Assert.Empty((await session.Chat.NextRequestAsync()).Messages.SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>());
    }

    [Fact]
    public async Task An_output_for_an_unknown_call_is_refused()
    {
        await using var session = await TestSession.StartAsync();
        await session.SendAsync(new ConversationItemCreate { EventId = "o", Item = new FunctionCallOutputItem { CallId = "call_X", Output = "1" } });
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.InvalidToolCallId, "o", "Tool call ID 'call_X' not found in conversation."), (error.Code, error.EventId, error.Message));
    }

    [Fact]
    public async Task A_forced_tool_is_passed_on()
    {
        await using var session = await TestSession.StartAsync(c => c with { Tools = [new FunctionTool { Name = "a" }, new FunctionTool { Name = "b" }], ToolChoice = ToolChoice.Function("b") });
        await session.RespondAsync();
        await session.NextAsync<ResponseCreated>();
        var options = (await session.Chat.NextRequestAsync()).Options!;
        Assert.Equal("b", Assert.IsType<Microsoft.Extensions.AI.RequiredChatToolMode>(options.ToolMode).RequiredFunctionName);
        Assert.Equal(["a", "b"], options.Tools!.Select(tool => tool.Name));
    }

    [Fact]
    public async Task Reasoning_and_parallel_calls_reach_the_model_and_a_response_may_override_them()
    {
        await using var session = await TestSession.StartAsync(c => c with
        {
            OutputModality = Modality.Text,
            Reasoning = JsonElement.Parse("""{"effort":"high"}"""),
            ParallelToolCalls = true,
        });
        session.Chat.Reply("One.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        var options = (await session.Chat.NextRequestAsync()).Options!;
        Assert.Equal((ReasoningEffort.High, true), (options.Reasoning!.Effort, options.AllowMultipleToolCalls));

        session.Chat.Reply("Two.");
        await session.RespondAsync(new ResponseParameters { Reasoning = JsonElement.Parse("""{"effort":"minimal"}"""), ParallelToolCalls = false });
        await session.UntilAsync<ResponseDone>();
        options = (await session.Chat.NextRequestAsync()).Options!;
        Assert.Equal((ReasoningEffort.Low, false), (options.Reasoning!.Effort, options.AllowMultipleToolCalls));
    }

    [Fact]
    public async Task A_response_cannot_demand_a_function_that_is_not_offered()
    {
        await using var session = await TestSession.StartAsync(c => c with { Tools = [new FunctionTool { Name = "look" }] });
        await session.RespondAsync(new ResponseParameters { ToolChoice = ToolChoice.Function("listen") });
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.InvalidValue, "response.tool_choice"), (error.Code, error.Param));
        Assert.Contains("'listen'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.8, null)]
    [InlineData(0.6, 0.6f)]
    public async Task A_temperature_that_the_client_set_reaches_the_model(double temperature, float? asked)
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text, Temperature = temperature });
        session.Chat.Reply("Yes.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal(asked, (await session.Chat.NextRequestAsync()).Options!.Temperature);
    }

    [Fact]
    public async Task Without_parallel_calls_only_the_first_of_an_answers_calls_is_made()
    {
        await using var session = await TestSession.StartAsync(c => c with
        {
            OutputModality = Modality.Text,
            ParallelToolCalls = false,
            Tools = [new FunctionTool { Name = "look" }],
        });
        session.Chat.Reply(request =>
        {
            request.Arguments("call_1", "look", """{"at":""");
            request.Arguments("call_2", "look", """{"at":2}""");
            request.Arguments("call_1", "look", "1}");
            request.Call("call_1", "look", new() { ["at"] = 1 });
            request.Call("call_2", "look", new() { ["at"] = 2 });
            request.Finish(ChatFinishReason.ToolCalls);
        });
        await session.RespondAsync();

        var call = Assert.IsType<FunctionCallItem>((await session.UntilAsync<ResponseDone>()).Response.Output.Single());
        Assert.Equal(("call_1", """{"at":1}"""), (call.CallId, call.Arguments));
    }
}
