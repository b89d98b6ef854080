using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>Keeps native sound libraries off the terminal: ALSA and JACK tell standard error what they find missing, line after line, whoever asks.</summary>
internal sealed partial class SilencedErrors : IDisposable
{
    private const int StandardError = 2;
    private const int WriteOnly = 1;
    private int _kept = -1;

    /// <summary>Silences standard error until this is disposed. Does nothing on Windows, whose sound libraries are silent.</summary>
    public SilencedErrors()
    {
        if (OperatingSystem.IsWindows())
            return;
        var nowhere = Open("/dev/null", WriteOnly);
        if (nowhere < 0)
            return;
        _kept = Duplicate(StandardError);
        _ = DuplicateTo(nowhere, StandardError);
        _ = Close(nowhere);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_kept < 0)
            return;
        _ = DuplicateTo(_kept, StandardError);
        _ = Close(_kept);
        _kept = -1;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)] private static partial int Open(string path, int flags);
    [LibraryImport("libc", EntryPoint = "close")] private static partial int Close(int descriptor);
    [LibraryImport("libc", EntryPoint = "dup")] private static partial int Duplicate(int descriptor);
    [LibraryImport("libc", EntryPoint = "dup2")] private static partial int DuplicateTo(int from, int to);
}
