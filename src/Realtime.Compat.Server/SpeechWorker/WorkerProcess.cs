using System.Diagnostics;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>The worker as a child process. It holds the other end of our pipe as its standard input, and ends when that does.</summary>
internal sealed partial class WorkerProcess : IWorkerProcess
{
    /// <summary>Time to end by itself after its input has; then it is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ILogger _log;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _lastWords;

    /// <summary>Starts it.</summary>
    /// <param name="start">The program; its three standard streams are taken over.</param>
    /// <param name="log">Takes what the worker says.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public WorkerProcess(ProcessStartInfo start, ILogger log)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        _log = log;
        _process = Process.Start(start)!;
        Exited = WatchAsync();
    }

    /// <inheritdoc/>
    public int Id => _process.Id;

    /// <inheritdoc/>
    public Task<Uri> Listening => _listening.Task;

    /// <inheritdoc/>
    public Task<string> Exited { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (await Task.WhenAny(Exited, Task.Delay(Patience)) != Exited)
            _process.Kill(entireProcessTree: true);
        await Exited;
        _process.Dispose();
    }

    private async Task<string> WatchAsync()
    {
        var output = ReadAsync(_process.StandardOutput, line =>
        {
            if (ListeningLine.Read(line) is { } url)
                _listening.TrySetResult(url);
            else
                LogLine(LogLevel.Debug, line);
        });
        var errors = ReadAsync(_process.StandardError, text =>
        {
            var line = WorkerLogLine.Read(text);
            if (line.Level >= LogLevel.Warning)
                _lastWords = line.Text;
            LogLine(line.Level, line.Text);
        });
        await _process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        return ExitReason.Of(_process.ExitCode) + (_lastWords is { } words ? $"; its last warning: {words.TrimEnd('.')}" : "");
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        // On a thread of the pool, so that starting never waits for a line.
        await Task.Yield();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                take(line);
        }
    }

    [LoggerMessage(EventId = 40, Message = "Speech worker: {Line}")]
    private partial void LogLine(LogLevel level, string line);
}
