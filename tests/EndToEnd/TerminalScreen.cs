using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>A program in a terminal that nobody sees (tmux): keys go in, the screen is read.</summary>
internal sealed class TerminalScreen : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private readonly string _socket = $"realtime-{Guid.NewGuid():n}";

    /// <summary>Starts a program; the shell's line "ended N" follows it.</summary>
    public static async Task<TerminalScreen> StartAsync(string command)
    {
        var screen = new TerminalScreen();
        await screen.TmuxAsync("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "30", $"{command}; echo ended $?; cat");
        return screen;
    }

    /// <summary>Presses a key.</summary>
    public Task PressAsync(string key) => TmuxAsync("send-keys", key);

    /// <summary>What is on the screen.</summary>
    public Task<string> ReadAsync() => TmuxAsync("capture-pane", "-p");

    /// <summary>Waits until a text is on the screen.</summary>
    public async Task<string> ShowsAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var looks = new PeriodicTimer(BetweenLooks);
        var shown = "";
        try
        {
            while (!(shown = await ReadAsync()).Contains(text, StringComparison.Ordinal))
                await looks.WaitForNextTickAsync(patience.Token);
            return shown;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The screen did not show \"{text}\" within {Patience}:\n{shown}");
        }
    }

    public async ValueTask DisposeAsync() => await TmuxAsync("kill-server");

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        await using var tmux = new ChildProcess("tmux", ["-u", "-L", _socket, .. arguments]);
        await tmux.ExitAsync(Patience);
        return tmux.Output;
    }
}
