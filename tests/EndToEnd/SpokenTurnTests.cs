using Realtime.Compat.LiveServer;
using Xunit.Abstractions;

namespace Realtime.Compat.EndToEnd;

/// <summary>People speak to the server in real time; it takes turns, understands, and answers so that it can be understood.</summary>
[Collection(SpokenCollection.Name)]
public sealed class SpokenTurnTests(SpokenTurns spoken, ITestOutputHelper output)
{
    /// <summary>Most of the recognised words that may be wrong; the recogniser that needs no download gets a fifth to a third wrong (FACTS.md, 5).</summary>
    private const double MaxWordErrorRate = 0.40;

    /// <summary>Least share of an answer's words that the recogniser finds again in its audio, over all answers.</summary>
    private const double MinAnswerOverlap = 0.5;

    /// <summary>A speech with pauses of a second, longer than any silence that ends a turn.</summary>
    private const string WithLongPauses = "jfk";

    [LiveFact(Prerequisite.EnglishSpeech)]
    public void Each_clip_is_one_turn()
    {
        output.WriteLine($"| turns at silence_duration_ms {SpokenTurns.SilenceMs}: {string.Join(", ", spoken.Turns.Select(turn => $"{turn.Clip.Name} {turn.Turns}"))}");
        Assert.All(spoken.Turns.Where(turn => turn.Clip.Name != WithLongPauses), turn => Assert.True(turn.Turns == 1, $"{turn.Clip.Name} gave {turn.Turns} turns."));
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public void Words_are_understood()
    {
        var (edits, words) = (0, 0);
        foreach (var turn in spoken.Turns)
        {
            var said = Words.Of(turn.Clip.Text);
            var wrong = Words.Edits(said, Words.Of(turn.Heard));
            (edits, words) = (edits + wrong, words + said.Length);
            output.WriteLine($"{turn.Clip.Name}: {wrong} of {said.Length} words wrong; said \"{turn.Clip.Text}\", heard \"{turn.Heard}\"");
        }

        var rate = (double)edits / words;
        output.WriteLine($"| word error rate {rate:P1} over {words} words ({(Clips.AreRecorded ? "recordings" : "synthetic speech")})");
        Assert.True(rate < MaxWordErrorRate, $"The word error rate is {rate:P1}.");
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public async Task Spoken_answers_can_be_understood()
    {
        var (found, all) = (0.0, 0);
        foreach (var turn in spoken.Turns)
        {
            var understood = await spoken.Worker.TranscribeAsync(turn.AnswerAudio);
            var overlap = Words.Overlap(turn.Answer, understood);
            (found, all) = (found + overlap * Words.Of(turn.Answer).Length, all + Words.Of(turn.Answer).Length);
            output.WriteLine($"{overlap:P0} of \"{turn.Answer}\" came back as \"{understood}\"");
        }

        output.WriteLine($"| {found / all:P0} of all words spoken were understood again");
        Assert.True(found / all > MinAnswerOverlap, $"Only {found / all:P0} were understood.");
    }

    [LiveFact(Prerequisite.EnglishSpeech)]
    public void Answers_begin_soon()
    {
        var latencies = spoken.Turns.Select(turn => turn.Latency.TotalMilliseconds).Order().ToArray();
        output.WriteLine($"| from the last sound to the first audio of the answer: median {latencies[latencies.Length / 2]:0} ms, longest {latencies[^1]:0} ms, of which {SpokenTurns.SilenceMs} ms are the silence that ends a turn");
        output.WriteLine($"| {string.Join(", ", spoken.Turns.Select(turn => $"{turn.Clip.Name} {turn.Latency.TotalMilliseconds:0}"))}");
        Assert.All(spoken.Turns, turn => Assert.InRange(turn.Latency, TimeSpan.Zero, RealtimeSocket.Patience));
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Schema)]
    public async Task Events_fit_the_protocol()
    {
        Assert.NotEmpty(Directory.GetFiles(spoken.Logs));
        await EventCheck.AssertAllValidAsync(spoken.Logs);
    }
}
