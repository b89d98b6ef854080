using Microsoft.Extensions.Logging;
using Realtime.Compat.Server.SpeechWorker;

namespace Realtime.Compat.Server.Tests;

public sealed class WorkerLinesTests
{
    [Fact]
    public void The_listening_line_gives_the_address() =>
        Assert.Equal(new Uri("http://127.0.0.1:40123"), ListeningLine.Read("""{"event":"listening","url":"http://127.0.0.1:40123"}"""));

    [Theory]
    [InlineData("")]
    [InlineData("loading …")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"event":"stopping","url":"http://127.0.0.1:1"}""")]
    [InlineData("""{"event":1,"url":"http://127.0.0.1:1"}""")]
    [InlineData("""{"event":"listening","url":5}""")]
    [InlineData("""{"event":"listening","url":"file:///etc/passwd"}""")]
    [InlineData("""{"event":"listening"}""")]
    public void Any_other_line_gives_none(string line) => Assert.Null(ListeningLine.Read(line));

    [Theory]
    [InlineData("info: Category[1] text", LogLevel.Information, "Category[1] text")]
    [InlineData("fail: text", LogLevel.Error, "text")]
    [InlineData("INFO: pocketsphinx heard words", LogLevel.Debug, "pocketsphinx heard words")]
    [InlineData("terminate called", LogLevel.Warning, "terminate called")]
    [InlineData("/src/csrc/lexicon.cc:Convert:78 Failed to phonemize 'a secret'", LogLevel.Debug, "/src/csrc/lexicon.cc:Convert:78 Failed to phonemize 'a secret'")]
    public void A_log_line_keeps_its_level(string line, LogLevel level, string text) => Assert.Equal(new WorkerLogLine(level, text), WorkerLogLine.Read(line));

    [Theory]
    [InlineData(3, "exit code 3")]
    [InlineData(255, "exit code 255")]
    [InlineData(134, "killed by SIGABRT: a native library gave up")]
    [InlineData(139, "killed by SIGSEGV: a native library crashed")]
    public void An_exit_is_told_in_words(int code, string words)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(words, ExitReason.Of(code));
    }

    [Fact]
    public void Restarts_wait_longer_each_time_and_start_over_after_half_a_minute_of_health()
    {
        var delay = new RestartDelay();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 10, 10], Enumerable.Range(0, 8).Select(_ => delay.After(TimeSpan.FromSeconds(29)).TotalSeconds));
        Assert.Equal(0.25, delay.After(TimeSpan.FromSeconds(30)).TotalSeconds);
        Assert.Equal(0.5, delay.After(TimeSpan.Zero).TotalSeconds);
    }
}
