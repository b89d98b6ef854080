using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class ContextWindowTests
{
    /// <summary>104 tokens by the estimate: 400 characters and the message's own four.</summary>
    private static string Long(char letter) => new(letter, 400);

    [Fact]
    public async Task Auto_drops_the_oldest_items_and_keeps_the_instructions()
    {
        await using var session = await StartAsync(Truncation.Auto);
        foreach (var letter in "abcd")
            await session.SayAsync(Long(letter));
        await session.RespondAsync();
        Assert.Equal(["Be brief.", Long('b'), Long('c'), Long('d')], await PromptAsync(session));
    }

    [Fact]
    public async Task Retention_ratio_cuts_further_and_stays_cut()
    {
        await using var session = await StartAsync(new Truncation { Mode = TruncationMode.RetentionRatio, RetentionRatio = 0.5 });
        foreach (var letter in "abcd")
            await session.SayAsync(Long(letter));
        await session.RespondAsync();
        Assert.Equal(["Be brief.", Long('d')], await PromptAsync(session));

        session.Chat.Reply("Ok.");
        await session.RespondAsync(new ResponseParameters { OutOfBand = true });
        await session.UntilAsync<ResponseDone>();
        Assert.Equal(["Be brief.", Long('d')], await PromptAsync(session));
    }

    [Fact]
    public async Task Disabled_fails_the_response_instead()
    {
        await using var session = await StartAsync(Truncation.Disabled);
        foreach (var letter in "abcd")
            await session.SayAsync(Long(letter));
        await session.RespondAsync();
        var done = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal("context_length_exceeded", done.StatusDetails!.Error!.Code);
    }

    private static Task<TestSession> StartAsync(Truncation truncation) =>
        TestSession.StartAsync(c => c with { OutputModality = Modality.Text, Truncation = truncation, MaxOutputTokens = 60 }, contextLength: 400);

    private static async Task<IEnumerable<string>> PromptAsync(TestSession session) => (await session.Chat.NextRequestAsync()).Messages.Select(m => m.Text);
}
