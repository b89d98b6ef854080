using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>Packs archives, well-meant and hostile ones.</summary>
internal static class Archives
{
    /// <summary>An archive of files; names are taken as they are.</summary>
    public static byte[] Pack(ArchiveFormat format, params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        if (format == ArchiveFormat.Zip)
        {
            using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (name, text) in files)
                {
                    using var entry = zip.CreateEntry(name).Open();
                    entry.Write(Encoding.UTF8.GetBytes(text));
                }
            }

            return packed.ToArray();
        }

        return Compress(format, Tar(files.Select(file => File(file.Name, Encoding.UTF8.GetBytes(file.Text)))));
    }

    public static PaxTarEntry File(string name, byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static PaxTarEntry Link(TarEntryType type, string name, string target) => new(type, name) { LinkName = target };

    public static byte[] Tar(params IEnumerable<TarEntry> entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    public static byte[] Compress(ArchiveFormat format, byte[] tar)
    {
        using var packed = new MemoryStream();
        using (Stream stream = format == ArchiveFormat.TarBzip2 ? new BZip2OutputStream(packed) { IsStreamOwner = false } : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(tar);
        return packed.ToArray();
    }
}
