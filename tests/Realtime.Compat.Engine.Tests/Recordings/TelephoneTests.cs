using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>Calls over G.711, which Silero hears at 8 kHz.</summary>
public class TelephoneTests
{
    private const string Question = "en/weather_question.wav";

    [RecordingTheory]
    [InlineData(AudioFormat.G711Ulaw, Question, 40)]
    [InlineData(AudioFormat.G711Ulaw, Question, 5)]
    [InlineData(AudioFormat.G711Alaw, Question, 10)]
    [InlineData(AudioFormat.G711Ulaw, "zh/aishell-BAC009S0724W0121.wav", 10)]
    public async Task A_sentence_in_noise_is_one_turn(AudioFormat format, string recording, double snrDb)
    {
        var speech = Room.Recording(recording);
        var endMs = 1500 + speech.Length * 1000 / Room.RateHz;
        await using var session = await RecordedCall.ListeningAsync(c => Listening(c) with { InputFormat = format });
        await session.HearAsync(new Room(endMs + 1500).WithNoise(snrDb).With(speech, 1500), format);

        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStarted>()).AudioStartMs, 1000, 2100);
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStopped>()).AudioEndMs, endMs - 700, endMs + 700);
    }

    [RecordingFact]
    public async Task Every_turn_is_heard_while_the_format_changes_from_one_to_the_next()
    {
        var speech = Room.Recording(Question);
        var lengthMs = 1000 + speech.Length * 1000 / Room.RateHz + 1000;
        var room = new Room(lengthMs).WithNoise(30).With(speech, 1000);
        await using var session = await RecordedCall.ListeningAsync(Listening);
        AudioFormat[] formats = [AudioFormat.Pcm16, AudioFormat.G711Ulaw, AudioFormat.G711Alaw, AudioFormat.Pcm16];
        foreach (var format in formats)
        {
            await session.UpdateAsync(new SessionPatch { InputFormat = format });
            await session.HearAsync(room, format);
        }

        var (started, stopped) = (session.All<InputAudioBufferSpeechStarted>(), session.All<InputAudioBufferSpeechStopped>());
        Assert.Equal((formats.Length, formats.Length), (started.Count, stopped.Count));
        for (var i = 0; i < formats.Length; i++)
        {
            // Audio time goes on through every change.
            Assert.InRange(started[i].AudioStartMs, i * lengthMs + 600, i * lengthMs + 1200);
            Assert.InRange(stopped[i].AudioEndMs, started[i].AudioStartMs + 1000, (i + 1) * lengthMs);
        }
    }

    [RecordingTheory]
    [InlineData(60, -6)]
    [InlineData(250, -20)]
    [InlineData(600, -10)]
    public async Task The_answer_coming_back_through_a_telephone_does_not_interrupt_itself(int delayMs, double gainDb)
    {
        var answer = Room.Recording("en/jfk.wav");
        await using var session = await RecordedCall.AnsweringAsync(answer);
        await session.UpdateAsync(new SessionPatch { InputFormat = AudioFormat.G711Ulaw });
        var room = new Room(answer.Length * 1000 / Room.RateHz + 2500).WithNoise(45).WithEcho(answer, delayMs, gainDb);
        await session.HearAsync(room, AudioFormat.G711Ulaw);
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingFact]
    public async Task A_question_through_a_telephone_interrupts_the_answer()
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording("en/jfk.wav"));
        await session.UpdateAsync(new SessionPatch { InputFormat = AudioFormat.G711Ulaw });
        await session.HearAsync(new Room(3000).WithNoise(40).With(Room.Recording(Question), 1000), AudioFormat.G711Ulaw);
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStarted>()).AudioStartMs, 600, 1200);
    }

    private static SessionConfiguration Listening(SessionConfiguration configuration) =>
        configuration with { TurnDetection = new ServerVad { CreateResponse = false } };
}
