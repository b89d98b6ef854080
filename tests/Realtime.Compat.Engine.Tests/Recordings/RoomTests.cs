using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Recordings;

public class RoomTests
{
    private const string Question = "en/weather_question.wav";
    private const string Answer = "en/jfk.wav";

    [RecordingTheory]
    [InlineData(Question, 40)]
    [InlineData(Question, 15)]
    [InlineData(Question, 10)]
    [InlineData(Question, 5)]
    [InlineData("zh/aishell-BAC009S0724W0121.wav", 40)]
    [InlineData("zh/aishell-BAC009S0724W0121.wav", 10)]
    public async Task A_sentence_in_noise_is_one_turn(string recording, double snrDb)
    {
        var speech = Room.Recording(recording);
        var endMs = 1500 + speech.Length * 1000 / Room.RateHz;
        await using var session = await RecordedCall.ListeningAsync();
        await session.HearAsync(new Room(endMs + 1500).WithNoise(snrDb).With(speech, 1500));

        var started = Assert.Single(session.All<InputAudioBufferSpeechStarted>());
        Assert.InRange(started.AudioStartMs, 1000, 2100);
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStopped>()).AudioEndMs, endMs - 700, endMs + 700);
    }

    /// <summary>The ear hears through music what <see cref="Music_alone_is_no_turn"/> says is not there.</summary>
    [RecordingTheory]
    [InlineData(Question, 10)]
    [InlineData(Question, 5)]
    [InlineData("zh/aishell-BAC009S0724W0121.wav", 10)]
    [InlineData("zh/aishell-BAC009S0724W0121.wav", 5)]
    public async Task A_sentence_over_music_is_one_turn(string recording, double snrDb)
    {
        var speech = Room.Recording(recording);
        var endMs = 1500 + speech.Length * 1000 / Room.RateHz;
        await using var session = await RecordedCall.ListeningAsync();
        await session.HearAsync(new Room(endMs + 2000).WithBackground(Room.Music(endMs + 2000), snrDb).With(speech, 1500));

        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStarted>()).AudioStartMs, 1000, 2100);
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStopped>()).AudioEndMs, endMs - 700, endMs + 700);
    }

    /// <summary>Voices of the office may keep a turn open a little longer. At 5 dB the Chinese sentence, softer than its loudest word for the most part, falls into two turns.</summary>
    [OfficeTheory]
    [InlineData(Question, 10, 0)]
    [InlineData(Question, 5, 0)]
    [InlineData(Question, 10, 20_000)]
    [InlineData(Question, 5, 20_000)]
    [InlineData("zh/aishell-BAC009S0724W0121.wav", 10, 0)]
    public async Task A_sentence_in_an_office_is_one_turn(string recording, double snrDb, int officeFromMs)
    {
        var speech = Room.Recording(recording);
        var endMs = 1500 + speech.Length * 1000 / Room.RateHz;
        await using var session = await RecordedCall.ListeningAsync();
        await session.HearAsync(new Room(endMs + 2500).WithBackground(Office.Samples(officeFromMs, endMs + 2500), snrDb).With(speech, 1500));

        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStarted>()).AudioStartMs, 1000, 2100);
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStopped>()).AudioEndMs, endMs - 700, endMs + 1500);
    }

    [RecordingFact]
    public async Task Music_alone_is_no_turn()
    {
        await using var session = await RecordedCall.ListeningAsync();
        await session.HearAsync(new Room(6000).With(Room.Music(6000), 0, -6));
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingFact]
    public async Task Noise_alone_is_no_turn()
    {
        await using var session = await RecordedCall.ListeningAsync();
        await session.HearAsync(new Room(6000).WithNoise(0));
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_cough_leaves_the_answer_alone(int seed)
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording(Answer));
        session.SpeechToText.Hears("");
        session.SpeechToText.Hears("");
        await session.HearAsync(new Room(4000).WithNoise(40).With(Room.Cough(seed), 1000).With(Room.Cough(seed + 10), 1450));
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    /// <summary>So the coughs are loud and long enough for a voice: what leaves the answer alone is that they prove to be none.</summary>
    [RecordingTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_cough_that_need_not_prove_anything_would_end_the_answer(int seed)
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording(Answer), new TurnTakingOptions { TentativeInterruption = false });
        await session.HearAsync(new Room(4000).WithNoise(40).With(Room.Cough(seed), 1000).With(Room.Cough(seed + 10), 1450));
        Assert.NotEmpty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingTheory]
    [InlineData(10)]
    [InlineData(0)]
    public async Task Music_over_the_answer_leaves_it_alone(double snrDb)
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording(Answer));
        await session.HearAsync(new Room(6000).WithBackground(Room.Music(6000), snrDb));
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    [OfficeTheory]
    [InlineData(10)]
    [InlineData(5)]
    public async Task An_office_around_the_answer_leaves_it_alone(double snrDb)
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording(Answer));
        session.SpeechToText.Hears("");
        session.SpeechToText.Hears("");
        await session.HearAsync(new Room(6000).WithBackground(Office.Samples(10_000, 6000), snrDb));
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingTheory]
    [InlineData(10)]
    [InlineData(5)]
    public async Task A_question_over_music_and_the_answer_interrupts_it(double snrDb)
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording(Answer));
        await session.HearAsync(new Room(3500).WithBackground(Room.Music(3500), snrDb).With(Room.Recording(Question), 1000));
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStarted>()).AudioStartMs, 600, 1400);
    }

    [RecordingFact]
    public async Task A_question_over_the_answer_interrupts_it()
    {
        await using var session = await RecordedCall.AnsweringAsync(Room.Recording(Answer));
        await session.HearAsync(new Room(3000).WithNoise(40).With(Room.Recording(Question), 1000));
        Assert.InRange(Assert.Single(session.All<InputAudioBufferSpeechStarted>()).AudioStartMs, 600, 1200);
    }

    /// <summary>Headphones that leak, a laptop on a desk, a loudspeaker next to the microphone, near and far away in the network.</summary>
    [RecordingTheory]
    [InlineData(60, -30)]
    [InlineData(60, -6)]
    [InlineData(250, -20)]
    [InlineData(250, 0)]
    [InlineData(600, -10)]
    [InlineData(900, -12)]
    public async Task The_answer_coming_back_through_the_microphone_does_not_interrupt_itself(int delayMs, double gainDb)
    {
        var answer = Room.Recording(Answer);
        await using var session = await RecordedCall.AnsweringAsync(answer);
        await session.HearAsync(new Room(answer.Length * 1000 / Room.RateHz + 2500).WithNoise(45).WithEcho(answer, delayMs, gainDb));
        Assert.Empty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingFact]
    public async Task Without_the_ear_for_echo_the_answer_would_interrupt_itself()
    {
        var answer = Room.Recording(Answer);
        await using var session = await RecordedCall.AnsweringAsync(answer, new TurnTakingOptions { IgnoreEcho = false });
        await session.HearAsync(new Room(6000).WithNoise(45).WithEcho(answer, 250, -20));
        Assert.NotEmpty(session.All<InputAudioBufferSpeechStarted>());
    }

    [RecordingTheory]
    [InlineData(60, -20)]
    [InlineData(250, -12)]
    [InlineData(600, -12)]
    [InlineData(250, -6)]
    public async Task A_question_over_the_answer_interrupts_it_also_while_the_answer_comes_back(int delayMs, double gainDb)
    {
        var answer = Room.Recording(Answer);
        var question = Room.Recording(Question);
        await using var session = await RecordedCall.AnsweringAsync(answer);
        await session.HearAsync(new Room(5500).WithNoise(45).WithEcho(answer, delayMs, gainDb).With(question, 3500));
        var started = Assert.Single(session.All<InputAudioBufferSpeechStarted>());
        Assert.InRange(started.AudioStartMs, 3000, 4500);
    }

    [RecordingFact]
    public async Task A_reply_right_after_the_answer_is_a_turn_at_once()
    {
        var answer = Room.Recording("en/hello_world.wav");
        var endMs = answer.Length * 1000 / Room.RateHz;
        await using var session = await RecordedCall.AnsweringAsync(answer);
        await session.HearAsync(new Room(endMs + 3200).WithNoise(40).WithEcho(answer, 100, -15).With(Room.Recording(Question), endMs + 300));
        Assert.InRange(session.All<InputAudioBufferSpeechStarted>()[0].AudioStartMs, endMs - 200, endMs + 700);
    }
}
