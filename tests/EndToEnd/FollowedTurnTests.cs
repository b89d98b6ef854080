using Realtime.Compat.LiveServer;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.EndToEnd;

/// <summary>A recogniser follows what is said to the server: sherpa-onnx runs a synthetic streaming model, which hears one word with each chunk.</summary>
[Collection(SpokenCollection.Name)]
public sealed class FollowedTurnTests(SpokenTurns spoken)
{
    private const string Engine = "streaming_zipformer";

    /// <summary>A second and a half of speech as a WAV file is longer: nothing can be transcribed whole.</summary>
    private const int MostBytes = 30_000;

    private const int SilenceAfterMs = 1500;

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.SherpaOnnx, Prerequisite.Weights)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_words_of_a_turn_are_those_that_were_followed_while_it_was_spoken(bool clientEndsTurns)
    {
        var models = Directory.CreateTempSubdirectory("realtime-followed-");
        SyntheticModels.Write(models.FullName, Engine);
        await using (var worker = await RunningWorker.StartAsync(
            $"--Speech:ModelsDirectory={models.FullName}", $"--Speech:SpeechToText:Model={Engine}", "--Speech:TextToSpeech:Model=none", $"--Speech:MaxAudioBytes={MostBytes}"))
        await using (var server = await RunningServer.StartAsync("--Realtime:Speech:Url", worker.Url.ToString()))
        {
            await using var socket = await RealtimeSocket.ConnectAsync(server.SessionUrl(), spoken.NewLog());
            object? turnDetection = clientEndsTurns ? null : new { type = "server_vad" };
            var input = new { transcription = new { model = "whisper-1" }, turn_detection = turnDetection };
            await socket.SendAsync(new { type = "session.update", session = new { type = "realtime", audio = new { input } } });
            await socket.NextAsync("session.updated");
            var speech = await spoken.Worker.SpeakAsync("please remind me to call my sister at seven this evening");
            Assert.True(speech.Length > MostBytes * 2);

            await Microphone.SpeakAsync(socket, (byte[])[.. speech, .. Pcm.Silence(SilenceAfterMs)]);
            if (clientEndsTurns)
            {
                await socket.SendAsync(new { type = "input_audio_buffer.commit" });
                await socket.SendAsync(new { type = "response.create" });
            }

            var transcribed = await socket.NextAsync(
                received => received.Type is "conversation.item.input_audio_transcription.completed" or "conversation.item.input_audio_transcription.failed", "the transcription");
            Assert.True(transcribed.Type.EndsWith("completed", StringComparison.Ordinal) && transcribed["transcript"] == "hello world again", $"{transcribed}\n{server.Output}{worker.Output}");
            var done = await socket.NextAsync("response.done");
            Assert.Equal("completed", done["response.status"]);

            var deltas = socket.Events.Where(received => received.Type == "conversation.item.input_audio_transcription.delta").ToList();
            Assert.Equal("hello world again", string.Concat(deltas.Select(delta => delta["delta"])));
            Assert.True(deltas.Count > 1, "All words came at once.");
            Assert.All(deltas, delta => Assert.Equal(transcribed["item_id"], delta["item_id"]));
        }

        models.Delete(recursive: true);
    }
}
