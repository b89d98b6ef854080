using Spectre.Console;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Shows what is pulled by a bar each, with speed and time left.</summary>
internal sealed class TerminalDisplay : IPullDisplay
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;

    private TerminalDisplay(IAnsiConsole console, ProgressContext context) => (_console, _context) = (console, context);

    /// <summary>Runs work with a display that suits the console.</summary>
    /// <param name="console">A terminal gets bars, anything else lines.</param>
    /// <param name="work">What to show.</param>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, Func<IPullDisplay, Task<T>> work) => console.Profile.Out.IsTerminal
        ? console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new TerminalDisplay(console, context)))
        : work(new PlainDisplay(console.Profile.Out.Writer));

    /// <inheritdoc/>
    public void Say(string sentence) => _console.WriteLine(sentence);

    /// <inheritdoc/>
    public IPullLine Begin(string title) => new Line(this, title, _context.AddTask(Markup.Escape(title)));

    private sealed class Line(TerminalDisplay display, string title, ProgressTask task) : IPullLine
    {
        public void At(PullPhase phase, long done, long? total)
        {
            task.Description = Markup.Escape(phase == PullPhase.Downloading ? title : $"{title} ({phase.ToString().ToLowerInvariant()})");
            task.IsIndeterminate = total is null or 0;
            if (total > 0)
                task.MaxValue = total.Value;
            task.Value = done;
        }

        public void Say(string sentence) => display.Say($"{title}: {sentence}");

        public void Done()
        {
            task.Description = Markup.Escape(title);
            task.IsIndeterminate = false;
            task.Value = task.MaxValue;
            task.StopTask();
        }
    }
}
