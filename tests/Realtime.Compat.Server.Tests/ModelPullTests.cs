using System.Diagnostics;

namespace Realtime.Compat.Server.Tests;

/// <summary>The service of docker-compose.yml that pulls the model: its own script, with a program in place of Ollama's.</summary>
public sealed class ModelPullTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [UnixFact]
    public async Task A_model_that_is_there_is_not_pulled()
    {
        var (exitCode, output, asked) = await RunAsync("list) ;; show) ;; *) exit 9 ;;");

        Assert.Equal((0, "The model m is there.\n"), (exitCode, output));
        Assert.Equal(["list", "show m"], asked);
    }

    [UnixFact]
    public async Task A_model_that_is_missing_is_pulled()
    {
        var (exitCode, output, asked) = await RunAsync("list) ;; show) exit 1 ;; pull) ;; *) exit 9 ;;");

        Assert.Equal((0, "The model m is pulled; the server takes it up by itself.\n"), (exitCode, output));
        Assert.Equal(["list", "show m", "pull m"], asked);
    }

    [UnixFact]
    public async Task A_pull_that_fails_says_what_happens_now_and_what_to_type()
    {
        var (exitCode, output, _) = await RunAsync("list) ;; show) exit 1 ;; pull) echo 'Error: file does not exist' >&2; exit 1 ;;");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Error: file does not exist\nThe model m could not be pulled", output, StringComparison.Ordinal);
        Assert.Contains("docker compose up ollama-model", output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Ollama_is_waited_for_while_it_starts()
    {
        var (exitCode, _, asked) = await RunAsync("list) [ \"$(wc -l < \"$0.asked\")\" -ge 3 ] ;; show) ;;");

        Assert.Equal(0, exitCode);
        Assert.Equal(["list", "list", "list", "show m"], asked);
    }

    [UnixFact]
    public async Task Ollama_that_never_answers_is_given_up_with_a_sentence()
    {
        var (exitCode, output, asked) = await RunAsync("list) exit 1 ;;");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Ollama did not answer at http://ollama:11434 for a minute", output, StringComparison.Ordinal);
        Assert.Equal(60, asked.Length);
    }

    /// <summary>Runs the script.</summary>
    /// <param name="cases">What each verb of `ollama` does, as cases of a shell's `case`.</param>
    /// <returns>The exit code, what was printed on both streams, and what Ollama was asked, a line each.</returns>
    private async Task<(int ExitCode, string Output, string[] Asked)> RunAsync(string cases)
    {
        Write("ollama", $"#!/bin/sh\necho \"$*\" >> \"$0.asked\"\ncase $1 in {cases} esac\n");
        Write("sleep", "#!/bin/sh\n");
        var compose = ComposeFile.Read();
        // Compose reads $$ as $.
        var script = Assert.Single(compose.List("ollama-model", "command")).Replace("$$", "$", StringComparison.Ordinal);
        string[] entrypoint = [.. compose.List("ollama-model", "entrypoint")];
        var start = new ProcessStartInfo(entrypoint[0], ["-c", "exec 2>&1; exec \"$@\"", "sh", .. entrypoint, script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_directory["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["OLLAMA_HOST"] = compose.Environment("ollama-model")["OLLAMA_HOST"];
        start.Environment["MODEL"] = "m";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await File.ReadAllLinesAsync(_directory["bin/ollama.asked"]));
    }

    private void Write(string program, string text)
    {
        var path = _directory[$"bin/{program}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
