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

    [LiveFact(Prerequisite.Shell)]
    public async Task Where_there_is_no_apt_get_the_script_says_how_a_voice_comes_until_there_is_a_model()
    {
        // A checkout with nothing to build, on a system that has what the script calls and no package manager.
        var root = Directory.CreateTempSubdirectory("realtime-runscript-").FullName;
        var (programs, data) = (Directory.CreateDirectory(Path.Combine(root, "bin")).FullName, Path.Combine(root, "data"));
        foreach (var folder in (string[])["native/node_modules", "src/Realtime.Compat.Server/obj"])
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var file in (string[])["native/package-lock.json", "native/node_modules/.installed"])
            await File.WriteAllTextAsync(Path.Combine(root, file), "{}");
        foreach (var program in (string[])["bash", "dirname", "cmp", "uname", "mktemp", "touch", "rm", "cat", "grep"])
            File.CreateSymbolicLink(Path.Combine(programs, program), $"/usr/bin/{program}");
        await File.WriteAllTextAsync(Path.Combine(programs, "dotnet"), "#!/usr/bin/env bash\n[ \"$1\" != --list-sdks ] || echo 10.0.100\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(programs, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.Copy(Path.Combine(Checkout.Root, "run.sh"), Path.Combine(root, "run.sh"));

        async Task<string> StartAsync()
        {
            await using var script = new ChildProcess("/usr/bin/bash", [Path.Combine(root, "run.sh")], new Dictionary<string, string?> { ["PATH"] = programs, ["HOME"] = root, ["REALTIME__DATADIRECTORY"] = data });
            var exit = await script.ExitAsync(TimeSpan.FromMinutes(1));
            Assert.True(exit == 0, script.Output);
            return script.Output;
        }

        Assert.Single((await StartAsync()).Split('\n'), line => line.StartsWith("This system has no apt-get", StringComparison.Ordinal) && line.Contains("./run.sh models pull", StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(data, "models", "moonshine-tiny-en")).FullName, "model.json"), "{}");
        Assert.DoesNotContain("apt-get", await StartAsync(), StringComparison.Ordinal);
        Directory.Delete(root, recursive: true);
    }
}
