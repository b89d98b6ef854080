using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Conformance;

/// <summary>What the engine may rely on, whoever answers: Ollama, a server with OpenAI's protocol, whichever is found, the second of two, the script.</summary>
public sealed class ChatClientConformanceTests(ChatClientsUnderTest clients) : IClassFixture<ChatClientsUnderTest>
{
    public static TheoryData<string> Names { get; } = [.. ChatClientsUnderTest.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_streams_word_by_word_and_joined_is_what_one_gets_at_once(string name)
    {
        var updates = await clients.Of(name).AllAsync(messages: User("The sky is blue"));
        var whole = await clients.Of(name).GetResponseAsync(User("The sky is blue"));

        Assert.Equal("You said: The sky is blue.", updates.Text());
        Assert.True(updates.Count(update => update.Text.Length > 0) >= 5);
        Assert.Equal(updates.Text(), whole.Text);
        Assert.Equal((ChatFinishReason.Stop, ChatFinishReason.Stop), (updates[^1].FinishReason, whole.FinishReason));
        Assert.Single(updates.Select(update => update.MessageId).Distinct());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tokens_are_counted_once_and_add_up(string name)
    {
        var tokens = (await clients.Of(name).AllAsync(messages: User("The sky is blue"))).Tokens()!;

        Assert.True(tokens is { InputTokenCount: > 0, OutputTokenCount: > 0 });
        Assert.Equal(tokens.TotalTokenCount, tokens.InputTokenCount + tokens.OutputTokenCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_tool_is_called_once_with_all_its_arguments(string name)
    {
        var updates = await clients.Of(name).AllAsync(Say.Tools(), User("What is the weather in Paris?"));

        var call = Assert.Single(updates.Calls());
        Assert.Equal(("get_weather", """{"city":"Paris"}"""), (call.Name, call.Arguments()));
        Assert.NotEqual("", call.CallId);
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
        if (updates.Fragments(call.CallId, call.Name) is { Count: > 0 } fragments)
            Assert.Equal("Paris", JsonElement.Parse(string.Concat(fragments)).GetProperty("city").GetString());
        Assert.Single((await clients.Of(name).GetResponseAsync(User("What is the weather in Paris?"), Say.Tools())).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_the_tool_said_is_spoken(string name)
    {
        ChatMessage[] history =
        [
            .. User("What is the weather in Paris?"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "18 degrees")]),
        ];

        var updates = await clients.Of(name).AllAsync(Say.Tools(), history);

        Assert.Equal("get_weather says: 18 degrees.", updates.Text());
        Assert.Empty(updates.Calls());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Without_leave_no_tool_is_called(string name)
    {
        var updates = await clients.Of(name).AllAsync(Say.Tools(ChatToolMode.None), User("What is the weather in Paris?"));

        Assert.Empty(updates.Calls());
        Assert.StartsWith("You said: ", updates.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_stops_at_the_limit_and_says_so(string name)
    {
        var updates = await clients.Of(name).AllAsync(new ChatOptions { MaxOutputTokens = 3 }, User("The sky is blue"));

        Assert.Equal(("You said: The", ChatFinishReason.Length), (updates.Text().TrimEnd(), updates[^1].FinishReason));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Who_stops_listening_leaves_it_well(string name)
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clients.Of(name).AllAsync(messages: User("Hello"), cancellationToken: gone.Token));
        await foreach (var update in clients.Of(name).GetStreamingResponseAsync(User("The sky is blue"))) break;
        Assert.Equal("You said: Well.", (await clients.Of(name).AllAsync(messages: User("Well"))).Text());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Many_at_once_get_each_their_own_answer(string name)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => clients.Of(name).AllAsync(messages: User($"Number {i}"))));

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"You said: Number {i}."), answers.Select(answer => answer.Text()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Odd_words_come_through_unharmed(string name)
    {
        const string Odd = "天气 👍🏽 \"quoted\" \\ back \u202E <b>&amp;</b>";

        Assert.Equal($"You said: {Odd}.", (await clients.Of(name).AllAsync(messages: User(Odd))).Text());
        Assert.StartsWith("You said: half", (await clients.Of(name).AllAsync(messages: User("half a pair \ud83d"))).Text(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_what_it_is_and_claims_nothing_else(string name)
    {
        Assert.NotNull(clients.Of(name).GetService(typeof(ChatClientMetadata)));
        Assert.Null(clients.Of(name).GetService(typeof(ChatClientMetadata), "a key"));
        Assert.Null(clients.Of(name).GetService(typeof(Uri)));
    }

    private static ChatMessage[] User(string text) => [new(ChatRole.System, "Be brief."), new(ChatRole.User, text)];
}
