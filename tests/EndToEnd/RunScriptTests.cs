using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>The way a user starts the server: <c>./run.sh</c>.</summary>
public sealed class RunScriptTests
{
    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.Proc)]
    public async Task The_script_starts_a_server_that_says_what_it_has_answers_and_ends_when_told_to()
    {
        await using var server = await RunningServer.StartByScriptAsync();
        Assert.All(
            ["voice activity", "speech to text", "chat", "text to speech", $"Listening on {server.Url.ToString().TrimEnd('/')}"],
            part => Assert.Contains(part, server.Output, StringComparison.Ordinal));
        var logs = Directory.CreateTempSubdirectory("realtime-runscript-");
        await using (var socket = await RealtimeSocket.ConnectAsync(server.SessionUrl(), new EventLog(logs.FullName, "run", "ga")))
        {
            await socket.AskAsync("Hello!");
            Assert.Equal("completed", (await socket.NextAsync("response.done"))["response.status"]);
        }

        var worker = Assert.Single(server.WorkerIds());
        Assert.Equal(0, await server.StopAsync());
        Assert.False(Directory.Exists($"/proc/{worker}"), "The speech worker outlived the server.");
        logs.Delete(recursive: true);
    }
}
