using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>Keeps what a server logs at Error: whatever a client sends, that is a defect of the server's.</summary>
internal sealed class DefectLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _defects = new();

    public IReadOnlyCollection<string> Defects => _defects;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _defects.Enqueue($"{formatter(state, exception)}\n{exception}");
    }

    public void Dispose()
    {
    }
}
