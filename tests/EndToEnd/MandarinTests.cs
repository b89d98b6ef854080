using Realtime.Compat.LiveServer;
using Xunit.Abstractions;

namespace Realtime.Compat.EndToEnd;

/// <summary>Mandarin: a speaker is heard as one turn, and text is spoken. Without a download there is no recogniser for it.</summary>
[Collection(SpokenCollection.Name)]
public sealed class MandarinTests(SpokenTurns spoken, ITestOutputHelper output)
{
    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.OtherVoices, Prerequisite.Recordings)]
    public async Task A_mandarin_speaker_is_one_turn()
    {
        var turns = await spoken.TakeAllAsync(Clips.Recorded("zh"), SpokenTurns.SilenceMs);
        Assert.NotEmpty(turns);
        Assert.All(turns, turn => Assert.Equal(1, turn.Turns));
    }

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.OtherVoices)]
    public async Task Mandarin_is_spoken()
    {
        await using var socket = await RealtimeSocket.ConnectAsync(spoken.Server.SessionUrl(), spoken.NewLog());
        await socket.AskAsync("say: 你好，很高兴见到你。今天天气很好。");

        var done = await socket.NextAsync("response.done");

        Assert.Equal("completed", done["response.status"]);
        Assert.Equal("你好，很高兴见到你。今天天气很好。", done["response.output.0.content.0.transcript"]);
        var audio = socket.AudioOf(done["response.id"]);
        output.WriteLine($"| 16 syllables of Mandarin took {audio.Length / Pcm.BytesPerMs} ms");
        // People need 150 to 400 ms a syllable. Letters read one by one, or skipped, are far from that.
        Assert.InRange(audio.Length / Pcm.BytesPerMs, 16 * 120, 16 * 500);
    }
}
