using Microsoft.Extensions.Logging;

namespace Realtime.Compat.Backends.Tests.StandIn;

/// <summary>Keeps what is logged, and tells when something is.</summary>
internal sealed class ListLogger : ILoggerFactory, ILogger
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource Said)> _awaited = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Ends when a line with this text was logged.</summary>
    public Task SaidAsync(string text)
    {
        lock (_lock)
        {
            if (_lines.Exists(line => line.Contains(text, StringComparison.Ordinal)))
                return Task.CompletedTask;
            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, said));
            return said.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            var line = formatter(state, exception);
            _lines.Add(line);
            foreach (var (text, said) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    said.TrySetResult();
            }
        }
    }

    public void Dispose()
    {
    }
}
