namespace Realtime.Compat.Server.Models.Archives;

/// <summary>Counts what comes out of an archive, and ends it when it is too much.</summary>
/// <param name="limits">What may come out.</param>
/// <param name="moved">Called after every piece.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class ExtractionBudget(ArchiveLimits limits, Action moved, CancellationToken cancellationToken)
{
    private int _entries;
    private long _bytes;

    /// <summary>Counts a file or folder.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void CountEntry()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++_entries > limits.MaxEntries)
            throw new InvalidDataException($"it has more than {limits.MaxEntries} entries");
    }

    /// <summary>Counts unpacked bytes.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void CountBytes(int bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _bytes += bytes;
        if (_bytes > limits.MaxBytes)
            throw new InvalidDataException($"it unpacks to more than {limits.MaxBytes >> 20} MiB");
        moved();
    }
}
