using Realtime.Compat.LiveServer;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.EndToEnd;

/// <summary>A turn model of a kilobyte, which takes every silence for the end, in the real worker behind the real server.</summary>
public sealed class TurnModelTests
{
    /// <summary>What by its words goes on, and is waited for.</summary>
    private const string HalfASentence = "please remind me to call my";

    [LiveFact(Prerequisite.Weights, Prerequisite.EnglishSpeech, Prerequisite.SherpaOnnx)]
    public async Task An_installed_turn_model_ends_turns_that_would_be_waited_for()
    {
        var data = Directory.CreateTempSubdirectory("realtime-turnmodel-");
        SyntheticModels.Write(Directory.CreateDirectory(Path.Combine(data.FullName, "models")).FullName, SyntheticModels.SmartTurn);
        await using var worker = await RunningWorker.StartAsync();
        byte[] speech = [.. Pcm.Silence(300), .. await worker.SpeakAsync(HalfASentence), .. Pcm.Silence(9000)];

        var judged = await EndOfTurnAsync(data, speech, "--Realtime:TurnModel:Timeout", "00:00:05");
        var waitedFor = await EndOfTurnAsync(data, speech, "--Realtime:Speech:Turns:Model", "none");

        Assert.True(judged + 1000 < waitedFor, $"The turn ended at {judged} ms with a turn model, at {waitedFor} ms without.");
        data.Delete(recursive: true);
    }

    /// <summary>Audio time at which the turn ends, in ms.</summary>
    private static async Task<int> EndOfTurnAsync(DirectoryInfo data, byte[] speech, params string[] settings)
    {
        var logs = Directory.CreateDirectory(Path.Combine(data.FullName, "events")).FullName;
        await using var server = await RunningServer.StartAsync(["--Realtime:DataDirectory", data.FullName, .. settings]);
        int end;
        await using (var socket = await RealtimeSocket.ConnectAsync(server.SessionUrl(), new EventLog(logs, Guid.NewGuid().ToString("n"), "ga")))
        {
            await socket.SendAsync(new
            {
                type = "session.update",
                session = new { type = "realtime", audio = new { input = new { turn_detection = new { type = "semantic_vad", eagerness = "low", create_response = false } } } },
            });
            await socket.NextAsync("session.updated");
            var speaking = Microphone.SpeakAsync(socket, speech);
            end = (await socket.NextAsync("input_audio_buffer.speech_stopped")).Find("audio_end_ms")!.GetValue<int>();
            await speaking;
        }

        await EventCheck.AssertAllValidAsync(logs);
        return end;
    }
}
