using System.Diagnostics;
using System.Text;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>The built `realtime` with a verb, to its end.</summary>
internal sealed class RealtimeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private RealtimeProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>Both outputs so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static RealtimeProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        // A test run in the background was told to ignore Ctrl+C, and its children would be, too.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], Repository.Server, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["LC_ALL"] = "C.UTF-8";
        return new RealtimeProcess(start);
    }

    public static async Task<(int Exit, string Output)> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var process = Start(arguments, environment);
        return (await process.ExitAsync(), process.Output);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).Dispose();

    public async ValueTask DisposeAsync()
    {
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
            lock (_output)
                _output.AppendLine(line);
        }
    }
}
