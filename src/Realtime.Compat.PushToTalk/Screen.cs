using Realtime.Compat.Client.Sound;
using Spectre.Console;

namespace Realtime.Compat.PushToTalk;

/// <summary>Shows the conversation while it happens, and obeys the keys.</summary>
internal static class Screen
{
    private const int MeterWidth = 30;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(80);

    /// <summary>Runs until Q, Ctrl+C, or the end of the connection.</summary>
    public static Task RunAsync(IAnsiConsole console, VoiceConversation conversation, TalkView view, CancellationToken cancellationToken) =>
        console.Live(Draw(view)).StartAsync(async live =>
        {
            using var pace = new PeriodicTimer(Refresh);
            do
            {
                while (Console.KeyAvailable)
                {
                    switch (Console.ReadKey(intercept: true).Key)
                    {
                        case ConsoleKey.K:
                            await conversation.ToggleAsync(cancellationToken);
                            break;
                        case ConsoleKey.C:
                            await conversation.CancelAsync(cancellationToken);
                            break;
                        case ConsoleKey.Q:
                            return;
                    }
                }

                if (conversation.Ended.IsCompleted)
                    await conversation.Ended;
                live.UpdateTarget(Draw(view));
            }
            while (await pace.WaitForNextTickAsync(cancellationToken));
        });

    /// <summary>A server's text without what would move the cursor.</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static Panel Draw(TalkView view)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(9)).AddColumn();
        Row("session", view.SessionId);
        Row("server", view.ServedBy.Length > 0 ? $"{view.Server} ({view.ServedBy})" : view.Server);
        grid.AddRow(new Text("state", Label), Light(view));
        grid.AddRow(new Text("you", Label), Meter(view.MicrophoneDb, Color.Green));
        grid.AddRow(new Text("assistant", Label), Meter(view.IsPlaying ? view.LoudspeakerDb : Loudness.FloorDb, Color.Aqua));
        Row("heard", view.Heard);
        Row("answer", view.Said);
        Row("timings", view.Timings);
        if (view.Note.Length > 0)
            grid.AddRow(new Text("note", Label), new Text(Plain(view.Note), new Style(Color.Yellow)));
        return new Panel(grid)
        {
            Header = new PanelHeader(view.IsHandsFree ? " just speak · C cancels the answer · Q quits " : " K starts and stops recording · C cancels the answer · Q quits "),
            Border = BoxBorder.Rounded,
            Expand = true,
        };

        void Row(string name, string text) => grid.AddRow(new Text(name, Label), new Text(Plain(text)));
    }

    private static Style Label { get; } = new(Color.Grey);

    private static Text Light(TalkView view) =>
        view.IsRecording && (view.IsHeard || !view.IsHandsFree) ? new Text("● recording", new Style(Color.Red, decoration: Decoration.Bold))
        : view.IsPlaying ? new Text("▶ speaking", new Style(Color.Aqua))
        : view.IsAnswering ? new Text("… thinking", new Style(Color.Yellow))
        : view.IsRecording ? new Text("○ listening", new Style(Color.Green))
        : new Text("○ ready", new Style(Color.Grey));

    private static Text Meter(double db, Color colour)
    {
        var lit = (int)Math.Round((db - Loudness.FloorDb) / -Loudness.FloorDb * MeterWidth);
        return new Text($"{new string('█', lit)}{new string('·', MeterWidth - lit)}", new Style(colour));
    }
}
