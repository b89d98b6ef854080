using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>Scripts in YAML: a server plays them and does what their page says.</summary>
public sealed class ScriptTests
{
    private const int ToneHz = 440;

    /// <summary>The script of answers.</summary>
    public static CodeBlock Script => Documents.BlocksIn("yaml").Single(block => block.Code.Contains("\nrules:", StringComparison.Ordinal));

    private static CodeBlock Ears => Documents.BlocksIn("yaml").Single(block => block.Code.StartsWith("hear:", StringComparison.Ordinal));

    [Fact]
    public void There_are_no_others() => Assert.Equal(2, Documents.BlocksIn("yaml").Count());

    [LiveFact]
    public async Task A_server_hears_and_answers_by_them()
    {
        var folder = Directory.CreateTempSubdirectory("realtime-script-");
        try
        {
            var (script, ears) = (Path.Combine(folder.FullName, "talk.yaml"), Path.Combine(folder.FullName, "ears.yaml"));
            await File.WriteAllTextAsync(script, Script.Code);
            await File.WriteAllTextAsync(ears, Ears.Code);
            await using var server = await RunningServer.StartAsync(
                "--Realtime:Chat:ScriptFile", script,
                "--Realtime:SpeechToText:Provider", "scripted", "--Realtime:SpeechToText:ScriptFile", ears,
                "--Realtime:TextToSpeech:Provider", "scripted");
            await using var socket = await RealtimeSocket.ConnectAsync(server.SessionUrl(), new EventLog(folder.FullName, "script", "ga"));

            Assert.Equal("Nice to meet you, Ada.", await AnswerAsync(socket, "Good morning, my name is Ada"));
            Assert.Equal("You said: something else.", await AnswerAsync(socket, "something else"));
            Assert.Equal("That was your third sentence.", await AnswerAsync(socket, "and a third"));

            await socket.SendAsync(new { type = "session.update", session = new { type = "realtime", audio = new { input = new { turn_detection = (object?)null, transcription = new { model = "whisper-1" } } } } });
            await socket.AppendAsync(Tone());
            await socket.SendAsync(new { type = "input_audio_buffer.commit" });
            Assert.Equal("what is the weather in paris", (await socket.NextAsync("conversation.item.input_audio_transcription.completed"))["transcript"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> AnswerAsync(RealtimeSocket socket, string text)
    {
        await socket.AskAsync(text);
        var transcript = (await socket.NextAsync("response.output_audio_transcript.done"))["transcript"];
        await socket.NextAsync("response.done");
        return transcript.Trim();
    }

    private static byte[] Tone() =>
        Pcm.FromSamples([.. Enumerable.Range(0, Pcm.RateHz / 2).Select(i => 0.3f * MathF.Sin(2 * MathF.PI * ToneHz * i / Pcm.RateHz))], Pcm.RateHz);
}
