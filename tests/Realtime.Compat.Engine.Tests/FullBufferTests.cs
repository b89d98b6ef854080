using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

/// <summary>More audio than may wait without being committed.</summary>
public class FullBufferTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_turn_that_fills_the_buffer_ends_there_and_the_speaker_is_heard_on()
    {
        await using var session = await TestSession.StartAsync(maxBufferedAudio: Limit);
        var first = session.SpeechToText.HearsLater();
        session.SpeechToText.Hears("part two");
        await session.SpeakAsync(3000);
        var started = await session.NextAsync<InputAudioBufferSpeechStarted>();
        var stopped = await session.NextAsync<InputAudioBufferSpeechStopped>();
        Assert.Equal((0, 2000, started.ItemId), (started.AudioStartMs, stopped.AudioEndMs, stopped.ItemId));
        Assert.Equal(started.ItemId, (await session.NextAsync<InputAudioBufferCommitted>()).ItemId);

        var next = await session.UntilAsync<InputAudioBufferSpeechStarted>();
        Assert.NotEqual(started.ItemId, next.ItemId);
        Assert.Equal(2000, next.AudioStartMs);
        await session.PauseAsync(700);
        Assert.InRange((await session.UntilAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 3468, 3532);
        await session.UntilAsync<InputAudioBufferCommitted>();

        session.Chat.Reply("Understood.");
        first.SetResult("part one");
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        var said = (await session.Chat.NextRequestAsync()).Messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text);
        Assert.Equal(["part one", "part two"], said);
        Assert.DoesNotContain(session.Log, e => e is ErrorEvent);
    }

    [Fact]
    public async Task What_was_only_perhaps_an_interruption_by_then_is_dropped()
    {
        await using var session = await TestSession.StartAsync(maxBufferedAudio: Limit, turnTaking: new TurnTakingOptions { ConfirmInterruptionMs = 5000 });
        session.TextToSpeech.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Chat.Reply("One. Two.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseOutputAudioDelta>();
        session.SpeechToText.Hears("");
        await session.SpeakAsync(2500);
        await session.PauseAsync(700);
        await session.NothingElseButAsync(static () => true);
        session.TextToSpeech.Hold.SetResult();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.Single(session.Log.OfType<ErrorEvent>());
    }

    [Fact]
    public async Task Without_turn_detection_more_is_refused_until_the_client_commits_or_turns_are_detected()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null }, maxBufferedAudio: Limit);
        await session.PauseAsync(2000);
        await session.PauseAsync(20);
        Assert.Contains("at most 2 seconds", (await session.NextAsync<ErrorEvent>()).Details.Message, StringComparison.Ordinal);
        await session.SendAsync(new InputAudioBufferCommit());
        await session.NextAsync<InputAudioBufferCommitted>();

        await session.PauseAsync(2000);
        await session.UpdateAsync(new SessionPatch { TurnDetection = new(new ServerVad { PrefixPaddingMs = 10_000 }) });
        await session.UntilAsync<SessionUpdated>();
        // More at once than may wait: what no turn wants is let go piece by piece.
        await session.AppendAsync(new byte[5000 * 48]);
        await session.SpeakAsync(100);
        Assert.InRange((await session.NextAsync<InputAudioBufferSpeechStarted>()).AudioStartMs, 2000, 9000);
    }
}
