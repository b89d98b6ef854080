using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>Starts the worker that is set, or the one that was built with the server: `speech/realtime-speech` beside it.</summary>
internal sealed class WorkerLauncher : IWorkerLauncher
{
    private const string Name = "realtime-speech";
    private readonly ILogger<WorkerProcess> _log;

    private readonly Dictionary<string, string> _environment;

    /// <summary>Finds the program.</summary>
    public WorkerLauncher(IOptions<SpeechWorkerOptions> options, DataDirectory directory, ILogger<WorkerProcess> log)
    {
        _log = log;
        _environment = WorkerEnvironment.Of(options.Value, directory);
        Command = options.Value.Command is { Length: > 0 } command ? Path.GetFullPath(command) : BuiltWithTheServer();
    }

    /// <inheritdoc/>
    public string Command { get; }

    /// <inheritdoc/>
    public IWorkerProcess Launch()
    {
        var isLibrary = Command.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isLibrary ? DotNet() : Command);
        if (isLibrary)
            start.ArgumentList.Add(Command);
        // Port 0: the system picks a free one, and the worker says which.
        foreach (var argument in (string[])["--urls", "http://127.0.0.1:0", "--exit-with-parent"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        try
        {
            return new WorkerProcess(start, _log);
        }
        catch (Win32Exception failure)
        {
            throw new OperatorException($"\"{Command}\" cannot be started ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    private static string BuiltWithTheServer()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "speech", OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        return File.Exists(program) ? program : Path.ChangeExtension(program, null) + ".dll";
    }

    /// <summary>The `dotnet` that runs this server, if one does.</summary>
    private static string DotNet() =>
        Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? self : "dotnet";
}
