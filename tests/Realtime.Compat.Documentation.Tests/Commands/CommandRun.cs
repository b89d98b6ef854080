using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>One command on its way: its text with this machine's ports, and what it runs in.</summary>
public sealed partial class CommandRun : IDisposable
{
    /// <summary>The first command of all builds what is not built.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly int _port = FreePort.Next();

    /// <summary>Prepares a command.</summary>
    public CommandRun(DocumentedCommand command, CommandFixture fixture)
    {
        (Command, Fixture) = (command, fixture);
        foreach (var recording in (string[])["question.wav", "talk.wav", "morning.wav"])
            File.WriteAllBytes(Sandbox[recording], fixture.Question);
    }

    /// <summary>The command as the page has it.</summary>
    public DocumentedCommand Command { get; }

    /// <summary>What it talks to.</summary>
    public CommandFixture Fixture { get; }

    /// <summary>Where it runs.</summary>
    public Sandbox Sandbox { get; } = new();

    /// <summary>Where a server listens that it starts.</summary>
    public Uri Own => new($"http://127.0.0.1:{_port}");

    /// <summary>Runs it to its end.</summary>
    /// <param name="text">What to run in place of it; null for the command as it is.</param>
    /// <param name="environment">Variables beside the sandbox's own.</param>
    /// <returns>Exit code and both outputs.</returns>
    public async Task<(int Exit, string Output)> RunAsync(string? text = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using var process = Sandbox.Start(WithPorts(text ?? Command.Text, Fixture.Server.Url.Port), environment);
        return (await process.ExitAsync(Patience), process.Output);
    }

    /// <summary>Runs it to its end, which has to be a good one.</summary>
    /// <returns>Both outputs.</returns>
    public async Task<string> SucceedAsync(string? text = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var (exit, output) = await RunAsync(text, environment);
        Assert.True(exit == 0, $"{Command.Place}: {text ?? Command.Text}\nended with {exit}:\n{output}");
        return output;
    }

    /// <summary>Runs a command that goes on until it is told to end: waits for a line, looks at what it serves, tells it to end.</summary>
    /// <param name="ready">A part of the line that says that it can be reached.</param>
    /// <param name="look">Looks at it.</param>
    /// <param name="text">What to run in place of it.</param>
    /// <param name="environment">Variables beside the sandbox's own.</param>
    public async Task ServeAsync(string ready, Func<string, Task> look, string? text = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var own = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { ["ASPNETCORE_URLS"] = Own.AbsoluteUri };
        // In place of bash, so that the signal reaches it.
        await using var process = Sandbox.Start($"exec {WithPorts(text ?? Command.Text, _port)}", own);
        await look(await process.LineAsync(line => line.Contains(ready, StringComparison.Ordinal), Patience));
        await using (var kill = new ChildProcess("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.ExitAsync(Patience);
        var exit = await process.ExitAsync(Patience);
        Assert.True(exit == 0, $"{Command.Place}: {Command.Text}\nended with {exit}:\n{process.Output}");
    }

    /// <summary>Holds an output against what the page shows of it: each line is there, in this order; an ellipsis stands for anything, times differ.</summary>
    public void AssertShown(string output)
    {
        using var lines = output.Split('\n').AsEnumerable().GetEnumerator();
        foreach (var shown in Command.Shown)
        {
            var expected = Moment().Replace(Regex.Escape(WithPorts(shown, Fixture.Server.Url.Port)).Replace("…", ".*", StringComparison.Ordinal), @"\d+");
            var found = false;
            while (!found && lines.MoveNext())
                found = Regex.IsMatch(lines.Current, $"^{expected}$");
            Assert.True(found, $"{Command.Place}: the page shows\n{shown}\nand it printed\n{output}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Sandbox.Dispose();

    private string WithPorts(string text, int port) => Worker().Replace(
        Server().Replace(text, match => string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}:{port}")), $"127.0.0.1:{Fixture.Worker.Url.Port}");

    [GeneratedRegex(@"(127\.0\.0\.1|localhost|0\.0\.0\.0):800[01]\b(?!:)")]
    private static partial Regex Server();

    [GeneratedRegex(@"127\.0\.0\.1:8010\b")]
    private static partial Regex Worker();

    [GeneratedRegex(@"\b1\d{9}\b")]
    private static partial Regex Moment();
}
