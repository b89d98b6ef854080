using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Server.Tests;

/// <summary>The built `realtime` as a process of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private RunningServer(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    /// <summary>Standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Standard error so far.</summary>
    public string Errors => Text(_errors);

    public int Id => _process.Id;

    /// <summary>Starts it with its own data directory, on free ports, without Ollama, unless the arguments say otherwise.</summary>
    public static RunningServer Start(TemporaryDirectory directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Repository.Server);
        // Last wins, so that a test may set each of these itself. Port 9 (discard) is where no Ollama is.
        string[] defaults = ["--Realtime:DataDirectory", directory["data"], "--urls", "http://127.0.0.1:0;https://127.0.0.1:0", "--Realtime:Chat:Url", "http://127.0.0.1:9"];
        foreach (var argument in (IEnumerable<string>)[.. defaults, .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment.Remove("ASPNETCORE_URLS");
        return new RunningServer(Process.Start(start)!);
    }

    /// <summary>Waits for the table and the addresses.</summary>
    public async Task<RunningServer> ReportedAsync()
    {
        var first = await Task.WhenAny(_reported.Task, _reading).WaitAsync(Eventually.Patience);
        Assert.True(first == _reported.Task, $"The server ended: {Errors}");
        return this;
    }

    /// <summary>The address printed for a scheme.</summary>
    public Uri Address(string scheme) => new(Regex.Match(Output, $@"Listening on ({scheme}://\S+)").Groups[1].Value);

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).Dispose();

    /// <summary>The ids of its children, from /proc.</summary>
    public IReadOnlyList<int> Children() =>
        [.. Directory.GetDirectories($"/proc/{_process.Id}/task").SelectMany(ChildrenOf).Distinct()];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder into)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (into)
                into.AppendLine(line);
            if (line.Contains("new OpenAIRealtimeWS(", StringComparison.Ordinal))
                _reported.TrySetResult();
        }
    }

    /// <summary>A thread may end while it is looked at.</summary>
    private static int[] ChildrenOf(string thread)
    {
        try
        {
            return [.. File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
            return builder.ToString();
    }
}
