using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class IdleTests
{
    private static readonly ServerVad Patient = new() { IdleTimeoutMs = 5000 };

    [Fact]
    public async Task When_nobody_speaks_after_the_answer_was_played_the_model_speaks_up()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = Patient });
        session.Chat.Reply("Anything else?");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();

        // One second of audio plays first, then the timeout runs.
        session.Clock.Advance(TimeSpan.FromMilliseconds(5999));
        await session.NothingElseAsync();
        session.Chat.Reply("Are you still there?");
        session.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var triggered = await session.NextAsync<InputAudioBufferTimeoutTriggered>();
        Assert.Equal(triggered.ItemId, (await session.NextAsync<InputAudioBufferCommitted>()).ItemId);
        Assert.IsType<InputAudio>(Assert.IsType<MessageItem>((await session.NextAsync<ConversationItemAdded>()).Item).Content[0]);
        await session.NextAsync<ConversationItemDone>();
        await session.NextAsync<ResponseCreated>();
        Assert.Equal("Are you still there?", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>((await session.UntilAsync<ResponseDone>()).Response.Output[0]).Content[0]).Transcript);
    }

    [Fact]
    public async Task A_cough_begins_the_wait_anew()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = Patient, Transcription = new Transcription() });
        session.Chat.Reply("Yes?");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        session.Clock.Advance(TimeSpan.FromMilliseconds(3000));
        session.SpeechToText.Hears("");
        await session.SpeakAsync(300);
        await session.PauseAsync(700);
        await session.UntilAsync<InputAudioTranscriptionCompleted>();
        await session.SettleAsync();
        session.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        await session.NothingElseButAsync(static () => true);
        session.Chat.Reply("Are you still there?");
        session.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await session.NextAsync<InputAudioBufferTimeoutTriggered>();
        await session.UntilAsync<ResponseDone>();
    }

    [Fact]
    public async Task Speech_stops_the_wait()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = Patient });
        session.Chat.Reply("Yes?");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.SpeakAsync(700);
        await session.NextAsync<InputAudioBufferSpeechStarted>();
        session.Clock.Advance(TimeSpan.FromMinutes(1));
        await session.NothingElseAsync();
    }
}
