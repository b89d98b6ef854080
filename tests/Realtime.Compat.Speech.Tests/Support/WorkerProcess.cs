using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A worker in a process of its own, which native code may end.</summary>
internal sealed class WorkerProcess : WorkerClient, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _errors;

    private WorkerProcess(Process process, StringBuilder errors, Uri address)
        : base(address) => (_process, _errors) = (process, errors);

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>What it and native code printed so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="models">The directory of models; null for none.</param>
    /// <param name="settings">Further settings as on the command line.</param>
    public static Task<WorkerProcess> StartAsync(string? models, params string[] settings) => StartAsync(StartInfo(Environment.ProcessPath!, [Library, .. Arguments(models, settings)]));

    /// <summary>Starts one that, with the trials it makes, has as little memory as <see cref="Limited"/> says.</summary>
    /// <inheritdoc cref="StartAsync(string?, string[])"/>
    public static Task<WorkerProcess> StartLimitedAsync(string? models, params string[] settings) => StartAsync(Limited(Arguments(models, settings)));

    /// <summary>The worker's program with at most 8 GB of addresses (Linux): .NET and allocators reserve far more than they use.</summary>
    public static ProcessStartInfo Limited(string[] arguments) => StartInfo(
        "bash", ["-c", "ulimit -v 8000000 && MALLOC_ARENA_MAX=2 DOTNET_GCHeapHardLimit=20000000 exec \"$0\" \"$@\"", Environment.ProcessPath!, Library, .. arguments]);

    private static string Library => Path.Combine(AppContext.BaseDirectory, "realtime-speech.dll");

    private static string[] Arguments(string? models, string[] settings) => ["--urls", "http://127.0.0.1:0", "--exit-with-parent", $"--Speech:ModelsDirectory={models}", .. settings];

    private static ProcessStartInfo StartInfo(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task<WorkerProcess> StartAsync(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) lock (errors) errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        try
        {
            var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Assert.True(ready is not null, errors.ToString());
            return new WorkerProcess(process, errors, new Uri(JsonDocument.Parse(ready).RootElement.GetProperty("url").GetString()!));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Waits until native code has ended it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends it as native code would: at once, without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }
}
