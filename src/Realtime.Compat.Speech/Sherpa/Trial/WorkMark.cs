using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>
/// A mark on disk that a worker is in a model's native code at this moment. When the code ends the process, nothing of ours runs
/// any more, but the mark stays, and the next worker knows which model it was.
/// </summary>
/// <remarks>A mapped file: setting the mark is one memory access, and the kernel keeps it after the process is gone.</remarks>
internal sealed unsafe class WorkMark : IDisposable
{
    private const string Extension = ".working";
    private const int Bytes = 8;

    private readonly string? _path;
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly long* _calls;
    private readonly Lock _closing = new();
    private bool _closed;

    /// <summary>Makes the mark of this process, not yet set.</summary>
    /// <param name="directory">The notes' directory; where it cannot be written there is no mark.</param>
    /// <param name="id">The model.</param>
    public WorkMark(string directory, string id)
    {
        try
        {
            Directory.CreateDirectory(directory);
            _path = Path.Combine(directory, $"{id}.{Environment.ProcessId}.{Guid.NewGuid():n}{Extension}");
            _file = MemoryMappedFile.CreateFromFile(_path, FileMode.CreateNew, null, Bytes);
            _view = _file.CreateViewAccessor(0, Bytes);
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _calls = (long*)start;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _path = null;
        }
    }

    /// <summary>Finds the models in whose code a worker has died, and removes the marks of all workers that are gone.</summary>
    public static IReadOnlyList<string> TakeFallen(string directory)
    {
        if (!Directory.Exists(directory)) return [];

        var fallen = new List<string>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Extension))
        {
            // NAME.PROCESS.UNIQUE.working; names may hold points.
            var parts = Path.GetFileNameWithoutExtension(path).Split('.');
            if (parts.Length < 3 || !int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var process) || IsAlive(process)) continue;
            try
            {
                if (File.ReadAllBytes(path).Any(value => value != 0)) fallen.Add(string.Join('.', parts[..^2]));
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another worker that starts at this moment took it.
            }
        }

        return fallen;
    }

    /// <summary>Sets the mark until the result is disposed. May nest, and be set by several threads.</summary>
    public Scope Enter()
    {
        Add(1);
        return new Scope(this);
    }

    /// <summary>Removes the mark: a worker that is told to stop is not dying of its model.</summary>
    public void Dispose()
    {
        lock (_closing)
        {
            if (_closed || _path is null) return;
            _closed = true;
            try
            {
                File.Delete(_path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Windows deletes no mapped file; an unset mark says the same.
                Interlocked.Exchange(ref *_calls, 0);
            }

            // The mapping stays until the process ends, since a thread may still be in native code and come back.
        }
    }

    private void Add(long change)
    {
        if (_calls != null) Interlocked.Add(ref *_calls, change);
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A native call in progress.</summary>
    internal readonly struct Scope(WorkMark? mark) : IDisposable
    {
        /// <summary>The call came back.</summary>
        public void Dispose() => mark?.Add(-1);
    }
}
