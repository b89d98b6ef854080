namespace Realtime.Compat.Server.Models.Storage;

/// <summary>A file that one process holds at a time; the operating system lets go of it when the process dies.</summary>
internal sealed class FileTurn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.25);
    private readonly FileStream _file;

    private FileTurn(FileStream file) => _file = file;

    /// <summary>Takes it, or finds that another process has it.</summary>
    /// <returns>Null where another has it.</returns>
    public static FileTurn? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileTurn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Waits for it; for work of milliseconds.</summary>
    public static FileTurn Take(string path)
    {
        while (true)
        {
            if (TryTake(path) is { } turn)
                return turn;
            Thread.Sleep(1);
        }
    }

    /// <summary>Waits for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="waits">Called once, when another process has it.</param>
    /// <param name="time">Times the looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FileTurn> TakeAsync(string path, Action waits, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            if (TryTake(path) is { } turn)
                return turn;
            if (first)
                waits();
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Lets go of it. The file stays: another process may be opening it.</summary>
    public void Dispose() => _file.Dispose();
}
