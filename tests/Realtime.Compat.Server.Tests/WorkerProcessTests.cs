using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Compat.Server.SpeechWorker;

namespace Realtime.Compat.Server.Tests;

public sealed class WorkerProcessTests
{
    private const string Listening = """echo '{"event":"listening","url":"http://127.0.0.1:4001"}'""";

    [UnixFact]
    public async Task It_reads_the_line_among_others_and_ends_with_its_input()
    {
        var worker = Start($"echo chatter; {Listening}; cat > /dev/null; exit 0");

        Assert.Equal(new Uri("http://127.0.0.1:4001"), await worker.Listening.WaitAsync(Eventually.Patience));
        await worker.DisposeAsync();

        Assert.Equal("exit code 0", await worker.Exited);
    }

    [UnixFact]
    public async Task It_tells_the_signal_and_the_last_warning()
    {
        await using var worker = Start("echo 'INFO: words that were heard' >&2; echo 'fail: the model is damaged.' >&2; kill -ABRT $$");

        Assert.Equal("killed by SIGABRT: a native library gave up; its last warning: the model is damaged", await worker.Exited.WaitAsync(Eventually.Patience));
    }

    [UnixFact]
    public async Task One_that_does_not_end_by_itself_is_killed_with_its_children()
    {
        var worker = Start($"trap '' TERM; sleep 600 & {Listening}; while true; do sleep 600; done");
        await worker.Listening.WaitAsync(Eventually.Patience);
        var id = worker.Id;

        await worker.DisposeAsync();

        Assert.StartsWith("killed by SIGKILL", await worker.Exited, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    private static WorkerProcess Start(string script) => new(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", script } }, NullLogger.Instance);
}
