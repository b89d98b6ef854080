using System.Diagnostics;
using Realtime.Compat.Audio;
using Realtime.Compat.Server.Tests.Models;

namespace Realtime.Compat.Server.Tests;

/// <summary>`realtime talk` against a running server with the scripted chat.</summary>
public sealed class TalkProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_text_is_answered_and_timed_and_every_event_is_printed_when_asked_for()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();

        var (exit, output) = await TalkAsync(server, "Hello", "--text");
        Assert.Equal(0, exit);
        Assert.Contains("you        Hello\n", output, StringComparison.Ordinal);
        Assert.Contains("assistant  Hello! How can I help you?\n", output, StringComparison.Ordinal);
        Assert.Matches(@"timings    connected \d+ ms · first words \d+ ms · done \d+ ms\n", output);

        (exit, output) = await TalkAsync(server, "Hello", "--text", "-v");
        Assert.Equal(0, exit);
        Assert.Contains("""↑ {"type":"conversation.item.create",""", output, StringComparison.Ordinal);
        Assert.Matches("""↓ \{"type":"response\.done",""", output);
    }

    [Fact]
    public async Task A_file_that_is_no_wav_and_a_question_that_is_none_are_one_sentence_each()
    {
        await File.WriteAllTextAsync(_directory["bad.wav"], "nonsense");
        var (exit, output) = await RealtimeProcess.RunAsync(["talk", _directory["bad.wav"], "--url", "http://127.0.0.1:9"]);
        Assert.Equal(1, exit);
        Assert.StartsWith($"{_directory["bad.wav"]} cannot be read as a WAV file: ", output, StringComparison.Ordinal);

        (exit, output) = await RealtimeProcess.RunAsync(["talk"]);
        Assert.Equal(1, exit);
        Assert.StartsWith("Say what to ask", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_server_is_one_sentence_says_how_to_start_it()
    {
        var (exit, output) = await RealtimeProcess.RunAsync(["talk", "Hello", "--url", "http://127.0.0.1:9"]);
        Assert.Equal(1, exit);
        Assert.Equal("Nothing answers at http://127.0.0.1:9: start the server with ./run.sh, or name another with --url.", output.Trim());
    }

    [Fact]
    public async Task Asked_line_by_line_it_keeps_the_conversation()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        using var talk = Process.Start(new ProcessStartInfo("dotnet", [Repository.Server, "talk", "-i", "--text", "--url", $"{server.Address("http")}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await talk.StandardInput.WriteAsync("Hello\nthe sky is blue\n");
        talk.StandardInput.Close();
        var output = await talk.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await talk.WaitForExitAsync();

        Assert.Equal(0, talk.ExitCode);
        Assert.Contains("assistant  Hello! How can I help you?\n", output, StringComparison.Ordinal);
        Assert.Contains("assistant  You said: the sky is blue.\n", output, StringComparison.Ordinal);
    }

    [EnglishSpeechFact]
    public async Task A_spoken_question_is_heard_and_its_answer_saved()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        var (exit, output) = await TalkAsync(server, "what is the weather in paris today", "--save", _directory["question.wav"]);
        Assert.Equal(0, exit);

        (exit, output) = await TalkAsync(server, _directory["question.wav"], "--save", _directory["answer.wav"]);

        Assert.Equal(0, exit);
        Assert.Matches("heard      .*weather", output);
        Assert.Contains($"saved      {_directory["answer.wav"]}", output, StringComparison.Ordinal);
        using var file = File.OpenRead(_directory["answer.wav"]);
        var answer = WavReader.ReadMono(file);
        Assert.Equal(24_000, answer.SampleRateHz);
        Assert.InRange(answer.Duration.TotalSeconds, 1, 20);
    }

    private static Task<(int Exit, string Output)> TalkAsync(RunningServer server, params string[] arguments) =>
        RealtimeProcess.RunAsync(["talk", .. arguments, "--url", server.Address("http").ToString()]);
}
