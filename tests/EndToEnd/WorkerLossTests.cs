using System.Diagnostics;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>The speech worker dies in the middle of an answer.</summary>
public sealed class WorkerLossTests
{
    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Proc)]
    public async Task A_killed_worker_fails_one_response_and_the_session_goes_on()
    {
        var logs = Directory.CreateTempSubdirectory("realtime-workerloss-");
        await using var server = await RunningServer.StartAsync("--Realtime:Chat:ScriptFile", Path.Combine(Checkout.Root, "tests", "EndToEnd", "script.yaml"));
        await using (var socket = await RealtimeSocket.ConnectAsync(server.SessionUrl(), new EventLog(logs.FullName, "loss", "ga")))
        {
            await socket.AskAsync("Please count slowly.");
            await socket.NextAsync("response.output_audio.delta");

            var worker = Assert.Single(server.WorkerIds());
            using (var process = Process.GetProcessById(worker))
                process.Kill();

            var failed = await socket.NextAsync("response.done");
            Assert.Equal("failed", failed["response.status"]);
            Assert.Equal("failed", failed["response.status_details.type"]);
            Assert.NotEmpty(failed["response.status_details.error.code"]);

            await server.ReadyAsync();
            Assert.NotEqual(worker, Assert.Single(server.WorkerIds()));
            await socket.AskAsync("say: Here I am again.");
            var next = await socket.NextAsync("response.done");
            Assert.True(next["response.status"] == "completed", $"{next.Json.ToJsonString()}\n{server.Output}");
            Assert.True(socket.AudioOf(next["response.id"]).Length > 500 * Pcm.BytesPerMs);
        }

        await EventCheck.AssertAllValidAsync(logs.FullName);
        logs.Delete(recursive: true);
    }
}
