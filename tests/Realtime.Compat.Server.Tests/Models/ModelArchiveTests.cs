using System.Formats.Tar;
using System.IO.Compression;
using Realtime.Compat.Server.Models.Archives;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Tests.Models;

public sealed class ModelArchiveTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Folder => _directory["model"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(nameof(ArchiveFormat.TarBzip2))]
    [InlineData(nameof(ArchiveFormat.TarGzip))]
    [InlineData(nameof(ArchiveFormat.Zip))]
    public void What_is_wanted_is_unpacked_with_its_papers_and_nothing_else(string named)
    {
        var format = Enum.Parse<ArchiveFormat>(named);
        var archive = Archives.Pack(
            format, ("top/model.onnx", "weights"), ("top/espeak-ng-data/lang/en", "rules"), ("top/test_wavs/0.wav", "sound"), ("top/LICENSE", "terms"), ("other/model.onnx", "not this"));

        Extract(archive, format, keep: ["model.onnx", "espeak-ng-data/"]);

        Assert.Equal(["LICENSE", "espeak-ng-data/lang/en", "model.onnx"], Unpacked());
        Assert.Equal("weights", File.ReadAllText(Path.Combine(Folder, "model.onnx")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("top/../../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("top/..\\evil")]
    [InlineData("C:/evil")]
    [InlineData("top//evil")]
    public void A_path_out_of_the_folder_ends_it(string name)
    {
        foreach (var format in Enum.GetValues<ArchiveFormat>())
        {
            var failure = Assert.Throws<InvalidDataException>(() => Extract(Archives.Pack(format, (name, "evil")), format));

            Assert.Contains("leads out of its folder", failure.Message, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Folder) && Directory.EnumerateFileSystemEntries(Folder).Any());
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "/etc/passwd")]
    [InlineData(TarEntryType.SymbolicLink, "other")]
    [InlineData(TarEntryType.HardLink, "/etc/passwd")]
    [InlineData(TarEntryType.Fifo, "")]
    public void Links_and_devices_are_not_made(TarEntryType type, string target)
    {
        var entry = target.Length > 0 ? Archives.Link(type, "top/model.onnx", target) : new PaxTarEntry(type, "top/model.onnx");
        var archive = Archives.Compress(ArchiveFormat.TarGzip, Archives.Tar(entry));

        var failure = Assert.Throws<InvalidDataException>(() => Extract(archive, ArchiveFormat.TarGzip));

        Assert.Contains("is no file", failure.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(Folder, "model.onnx")));
    }

    [Fact]
    public void A_link_inside_a_zip_is_not_made()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("top/model.onnx");
            const int symbolicLink = 0xA1FF;
            entry.ExternalAttributes = symbolicLink << 16;
            using var content = entry.Open();
            content.Write("/etc/passwd"u8);
        }

        Assert.Contains("is a link", Assert.Throws<InvalidDataException>(() => Extract(packed.ToArray(), ArchiveFormat.Zip)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ArchiveFormat.TarBzip2))]
    [InlineData(nameof(ArchiveFormat.TarGzip))]
    [InlineData(nameof(ArchiveFormat.Zip))]
    public void A_small_archive_of_many_bytes_ends_at_its_limit(string named)
    {
        var format = Enum.Parse<ArchiveFormat>(named);
        var archive = Archives.Pack(format, ("top/model.onnx", new string('0', 4 << 20)));

        var failure = Assert.Throws<InvalidDataException>(() => Extract(archive, format, limits: new ArchiveLimits(10, 1 << 20)));

        Assert.Contains("unpacks to more than 1 MiB", failure.Message, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(Folder, "model.onnx")).Length <= 1 << 20);
    }

    [Fact]
    public void Bytes_of_files_that_are_not_wanted_count_as_well()
    {
        var archive = Archives.Pack(ArchiveFormat.TarGzip, ("top/bomb", new string('0', 4 << 20)), ("top/model.onnx", "weights"));

        Assert.Throws<InvalidDataException>(() => Extract(archive, ArchiveFormat.TarGzip, limits: new ArchiveLimits(10, 1 << 20)));
    }

    [Theory]
    [InlineData(nameof(ArchiveFormat.TarGzip))]
    [InlineData(nameof(ArchiveFormat.Zip))]
    public void Too_many_entries_end_it(string named)
    {
        var format = Enum.Parse<ArchiveFormat>(named);
        var archive = Archives.Pack(format, [.. Enumerable.Range(0, 20).Select(number => ($"top/{number}", ""))]);

        Assert.Contains("more than 10 entries", Assert.Throws<InvalidDataException>(() => Extract(archive, format, limits: new ArchiveLimits(10, 1 << 20))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_twice_ends_it()
    {
        var archive = Archives.Pack(ArchiveFormat.TarGzip, ("top/model.onnx", "first"), ("./top/model.onnx", "second"));

        Assert.Contains("twice", Assert.Throws<InvalidDataException>(() => Extract(archive, ArchiveFormat.TarGzip)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ArchiveFormat.TarBzip2))]
    [InlineData(nameof(ArchiveFormat.TarGzip))]
    [InlineData(nameof(ArchiveFormat.Zip))]
    public void Damage_is_told_as_such(string named)
    {
        var format = Enum.Parse<ArchiveFormat>(named);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(number => number.ToString("x", System.Globalization.CultureInfo.InvariantCulture)));
        var whole = Archives.Pack(format, ("top/model.onnx", text));
        byte[][] damaged = [whole[..(whole.Length / 2)], [.. "no archive at all, but long enough to be read as one"u8]];

        Assert.All(damaged, archive => Assert.Throws<InvalidDataException>(() =>
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
            Extract(archive, format);
        }));
    }

    [Theory]
    [InlineData("a/b.txt", true)]
    [InlineData("模型/b.txt", true)]
    [InlineData("a/./b", false)]
    [InlineData("", false)]
    [InlineData("a\nb", false)]
    [InlineData("a/b/", false)]
    public void Paths_are_judged_alike_on_every_system(string path, bool isSafe) => Assert.Equal(isSafe, EntryPath.IsSafe(path));

    private void Extract(byte[] archive, ArchiveFormat format, string[]? keep = null, ArchiveLimits? limits = null)
    {
        var file = _directory["archive"];
        File.WriteAllBytes(file, archive);
        ModelArchive.Extract(file, format, new WantedFiles("top", keep ?? ["model.onnx", "bomb-not-wanted"], Folder), limits ?? ArchiveLimits.For(archive.Length), static _ => { }, default);
    }

    private IEnumerable<string> Unpacked() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
