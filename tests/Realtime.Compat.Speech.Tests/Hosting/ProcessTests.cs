using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Speech.Tests.Hosting;

public sealed partial class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_ready_worker_prints_one_line_and_ends_when_its_input_does()
    {
        using var process = Start("--urls", "http://127.0.0.1:0", "--exit-with-parent");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Assert.Matches(ReadyLine(), line);
            using var client = new HttpClient();
            var url = JsonDocument.Parse(line!).RootElement.GetProperty("url").GetString();
            Assert.Contains("speech_to_text", await client.GetStringAsync(new Uri(url + "/health")), StringComparison.Ordinal);

            process.StandardInput.Close();

            await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, process.ExitCode);
            Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        }
        finally
        {
            End(process);
        }
    }

    [Fact]
    public async Task A_termination_signal_ends_the_worker_cleanly()
    {
        using var process = Start("--urls", "http://127.0.0.1:0");
        try
        {
            await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(Patience);

            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            End(process);
        }
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_exit_code_1()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        var (code, output, error) = await RunAsync("--urls", $"http://{listener.LocalEndpoint}");

        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Matches("^realtime-speech: [^\n]*address already in use[^\n]*\n$", error);
    }

    [Theory]
    [InlineData("--Speech:MaxAudioSeconds=0", "Speech:MaxAudioSeconds")]
    [InlineData("--Speech:MaxAudioSeconds=many", "MaxAudioSeconds")]
    [InlineData("--Speech:Nonsense=1", "Nonsense")]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("--urls=nonsense", "nonsense")]
    public async Task A_wrong_argument_is_one_sentence_that_names_it(string argument, string name)
    {
        var (code, output, error) = await RunAsync(argument);

        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [GeneratedRegex("""^\{"event":"listening","url":"http://127\.0\.0\.1:[1-9][0-9]*"\}$""")]
    private static partial Regex ReadyLine();

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "realtime-speech.dll"), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static void End(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }
}
