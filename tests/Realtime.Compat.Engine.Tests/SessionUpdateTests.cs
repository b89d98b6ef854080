using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class SessionUpdateTests
{
    [Fact]
    public async Task Only_fields_that_are_present_change()
    {
        await using var session = await TestSession.StartAsync(c => c with { Voice = "ash", Transcription = new Transcription { Model = "whisper-1" } });
        await session.UpdateAsync(new SessionPatch { Instructions = "Sing.", TurnDetection = new((TurnDetection?)null) });
        var updated = (await session.NextAsync<SessionUpdated>()).Session;
        Assert.Equal(("Sing.", "ash", "whisper-1"), (updated.Instructions, updated.Voice, updated.Transcription!.Model));
        Assert.Null(updated.TurnDetection);
    }

    [Fact]
    public async Task The_model_stays_what_it_was()
    {
        await using var session = await TestSession.StartAsync();
        await session.UpdateAsync(new SessionPatch { Model = "gpt-realtime-2.1" });
        Assert.Equal("gpt-4o-realtime-preview", (await session.NextAsync<SessionUpdated>()).Session.Model);
    }

    [Fact]
    public async Task The_voice_is_fixed_once_it_was_heard_and_nothing_of_the_event_applies()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("Hi.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        await session.SendAsync(new SessionUpdate { EventId = "v", Session = new SessionPatch { Voice = "echo", Instructions = "New." } });
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.CannotUpdateVoice, "v"), (error.Code, error.EventId));
        await session.UpdateAsync(new SessionPatch { Voice = "alloy" });
        Assert.Equal("Be brief.", (await session.NextAsync<SessionUpdated>()).Session.Instructions);
    }

    [Fact]
    public async Task The_speed_is_fixed_while_a_response_runs()
    {
        await using var session = await TestSession.StartAsync();
        await session.RespondAsync();
        await session.NextAsync<ResponseCreated>();
        await session.UpdateAsync(new SessionPatch { Speed = 1.5 });
        Assert.Equal("session.audio.output.speed", (await session.NextAsync<ErrorEvent>()).Details.Param);
        await session.UpdateAsync(new SessionPatch { Speed = 1.0 });
        await session.NextAsync<SessionUpdated>();
    }

    [Fact]
    public async Task Output_audio_belongs_to_calls()
    {
        await using var session = await TestSession.StartAsync();
        await session.SendAsync(new OutputAudioBufferClear { EventId = "o" });
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.InvalidValue, "type", "o"), (error.Code, error.Param, error.EventId));
    }

    [Fact]
    public async Task A_session_cannot_change_its_kind()
    {
        await using var session = await TestSession.StartAsync();
        await session.UpdateAsync(new SessionPatch { Kind = SessionKind.Transcription });
        Assert.Equal("session.type", (await session.NextAsync<ErrorEvent>()).Details.Param);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transcription_session_transcribes_and_never_answers(bool namesModel)
    {
        await using var session = await TestSession.StartAsync(c => c with { Kind = SessionKind.Transcription, Transcription = namesModel ? new Transcription() : null });
        session.SpeechToText.Hears("take a note");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        Assert.Equal("take a note", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        await session.RespondAsync();
        Assert.Equal(ErrorCodes.InvalidValue, (await session.NextAsync<ErrorEvent>()).Details.Code);
    }

    [Fact]
    public async Task Changing_the_input_format_drops_what_was_buffered_and_hears_on()
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = null });
        await session.SpeakAsync(500);
        await session.UpdateAsync(new SessionPatch { InputFormat = AudioFormat.G711Ulaw });
        await session.NextAsync<SessionUpdated>();
        await session.SendAsync(new InputAudioBufferCommit());
        Assert.Equal(ErrorCodes.CommitEmpty, (await session.NextAsync<ErrorEvent>()).Details.Code);
        await session.AppendAsync(new byte[8 * 200]);
        await session.SendAsync(new InputAudioBufferCommit());
        await session.NextAsync<InputAudioBufferCommitted>();
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_up()
    {
        await using var session = await TestSession.StartAsync();
        session.Clock.Advance(TimeSpan.FromMinutes(60));
        var error = (await session.NextAsync<ErrorEvent>()).Details;
        Assert.Equal((ErrorCodes.SessionExpired, "Your session hit the maximum duration of 60 minutes."), (error.Code, error.Message));
        await session.NothingElseAsync();
        Assert.Equal(SessionEnd.Expired, session.ClosedFor);
    }
}
