namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>A file to download: one of the model's, or an archive of some.</summary>
internal sealed record ModelDownload
{
    /// <summary>Where it is; https.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it is called in the model's folder; null for an archive.</summary>
    public string? Path { get; init; }

    /// <summary>How it is packed; null for a file that is none.</summary>
    public ArchiveFormat? Archive { get; init; }

    /// <summary>Folder inside the archive that is the model's.</summary>
    public string? Root { get; init; }

    /// <summary>Files of the archive that are unpacked, relative to <see cref="Root"/>; folders end in a slash.</summary>
    public IReadOnlyList<string> Keep
    {
        // The generated reader sets what it has not found to null.
        get => field ?? [];
        init;
    }

    /// <summary>The files that are right, any of them: publishers replace archives. Empty: what the server states at the first download.</summary>
    public required IReadOnlyList<AcceptedFile> Accept { get; init; }

    /// <summary>Bytes to download, where known.</summary>
    public long? Size => Accept.Count > 0 ? Accept.Max(file => file.Size) : null;

    /// <summary>Name of the file as it is downloaded.</summary>
    public string FileName => Url.Segments[^1];
}
