using System.Diagnostics;
using System.Text;

namespace Realtime.Compat.LiveServer;

/// <summary>A process that ends with the test, children and all. Keeps what it printed, for the message of a failing test.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 200;

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private bool _isDisposed;
    private readonly List<(Func<string, bool> Fits, TaskCompletionSource<string> Found)> _awaited = [];

    /// <summary>Starts a process.</summary>
    /// <param name="program">Program, found like a shell would.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to add; null removes one.</param>
    /// <param name="workingDirectory">Where it runs; null for here.</param>
    public ChildProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of both outputs.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Waits for a line that was or will be printed.</summary>
    /// <param name="fits">Whether it is the one.</param>
    /// <param name="patience">How long; then an exception with the output.</param>
    public async Task<string> LineAsync(Func<string, bool> fits, TimeSpan patience)
    {
        Task<string> found;
        lock (_gate)
        {
            if (_lines.FirstOrDefault(fits) is { } line)
                return line;
            var awaited = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((fits, awaited));
            found = awaited.Task;
        }

        if (await Task.WhenAny(found, _reading).WaitAsync(patience) != found && !found.IsCompleted)
            throw new InvalidOperationException($"The process ended early.\n{Output}");
        return await found;
    }

    /// <summary>Waits for the end.</summary>
    /// <param name="patience">How long; then it is killed and an exception has its output.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
            await _reading.WaitAsync(patience);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            await DisposeAsync();
            throw new TimeoutException($"The process did not end within {patience}.\n{Output}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _lines.Enqueue(line);
                if (_lines.Count > LinesKept)
                    _lines.Dequeue();
                foreach (var (_, found) in _awaited.Where(awaited => awaited.Fits(line)))
                    found.TrySetResult(line);
            }
        }
    }
}
