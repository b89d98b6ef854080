using System.Formats.Tar;
using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Archives;

/// <summary>Unpacks what is wanted of an archive. Nothing is written outside the folder, no links are made, and sizes are counted rather than believed.</summary>
internal static class ModelArchive
{
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    /// <summary>Unpacks. The calling thread works all the time.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="format">How it is packed.</param>
    /// <param name="wanted">What is unpacked, and where to.</param>
    /// <param name="limits">What it may unpack to.</param>
    /// <param name="progress">Told the packed bytes read so far.</param>
    /// <param name="cancellationToken">Ends it; what was written stays.</param>
    /// <exception cref="InvalidDataException">It is damaged, too large, or leads out of its folder: one clause.</exception>
    /// <exception cref="IOException">The disk is full, or the file cannot be read.</exception>
    public static void Extract(string archive, ArchiveFormat format, WantedFiles wanted, ArchiveLimits limits, Action<long> progress, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(archive);
        var budget = new ExtractionBudget(limits, () => progress(file.Position), cancellationToken);
        try
        {
            if (format == ArchiveFormat.Zip)
            {
                ExtractZip(file, wanted, budget);
                return;
            }

            using Stream tar = format == ArchiveFormat.TarBzip2
                ? new BZip2InputStream(file) { IsStreamOwner = false }
                : new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            ExtractTar(new BudgetedStream(tar, budget), wanted, budget);
        }
        catch (Exception failure) when (failure is BZip2Exception or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"it is damaged ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    private static void ExtractTar(Stream stream, WantedFiles wanted, ExtractionBudget budget)
    {
        using var reader = new TarReader(stream, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            budget.CountEntry();
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.DirectoryList or TarEntryType.GlobalExtendedAttributes)
            {
                _ = EntryPath.Normalize(entry.Name);
                continue;
            }

            if (wanted.PathFor(EntryPath.Normalize(entry.Name)) is not { } path)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                throw new InvalidDataException($"its entry \"{entry.Name}\" is no file but of the kind {entry.EntryType}");
            // The stream below counts what is read.
            using var target = wanted.Create(path);
            entry.DataStream?.CopyTo(target);
        }
    }

    private static void ExtractZip(Stream stream, WantedFiles wanted, ExtractionBudget budget)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            budget.CountEntry();
            var name = EntryPath.Normalize(entry.FullName);
            if (entry.FullName.EndsWith('/') || wanted.PathFor(name) is not { } path)
                continue;
            if (((entry.ExternalAttributes >> 16) & UnixTypeMask) == UnixLink)
                throw new InvalidDataException($"its entry \"{entry.FullName}\" is a link");
            using var target = wanted.Create(path);
            using var source = new BudgetedStream(entry.Open(), budget);
            source.CopyTo(target);
        }
    }
}
