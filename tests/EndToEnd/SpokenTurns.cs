using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>All clips, spoken once to one server, several at a time; and a worker to listen to the answers.</summary>
public sealed class SpokenTurns : IAsyncLifetime
{
    /// <summary>Silence that ends a turn, in ms: the server's own default.</summary>
    public const int SilenceMs = 500;

    /// <summary>Sessions at a time. Two cores recognise four voices well in time.</summary>
    private const int AtOnce = 4;

    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("realtime-endtoend-");
    private RunningServer? _server;
    private RunningWorker? _worker;

    /// <summary>The server.</summary>
    public RunningServer Server => _server!;

    /// <summary>The worker.</summary>
    public RunningWorker Worker => _worker!;

    /// <summary>What came of each English clip.</summary>
    public IReadOnlyList<ClipTurn> Turns { get; private set; } = [];

    /// <summary>Folder with the events of all sessions.</summary>
    public string Logs => _logs.FullName;

    /// <summary>Takes the events of a session.</summary>
    public EventLog NewLog() => new(_logs.FullName, Guid.NewGuid().ToString("n"), "ga");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Prerequisites.Missing(Prerequisite.Weights, Prerequisite.EnglishSpeech) is not null)
            return;
        _worker = await RunningWorker.StartAsync();
        _server = await RunningServer.StartAsync("--Realtime:Chat:ScriptFile", Path.Combine(Checkout.Root, "tests", "EndToEnd", "script.yaml"));
        Turns = await TakeAllAsync(await Clips.EnglishAsync(_worker), SilenceMs);
    }

    /// <summary>Speaks clips, several at a time.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="silenceMs"><c>silence_duration_ms</c>.</param>
    public async Task<IReadOnlyList<ClipTurn>> TakeAllAsync(IReadOnlyList<Clip> clips, int silenceMs)
    {
        var turns = new ClipTurn[clips.Count];
        // The longest first, so that the last one does not hold up the end.
        var order = Enumerable.Range(0, clips.Count).OrderByDescending(index => clips[index].Pcm.Length);
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, _) =>
            turns[index] = await ClipTurn.TakeAsync(Server, clips[index], silenceMs, NewLog()));
        return turns;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_worker is not null)
            await _worker.DisposeAsync();
        _logs.Delete(recursive: true);
    }
}
