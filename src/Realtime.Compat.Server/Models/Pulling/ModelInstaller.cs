using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Archives;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Downloading;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Installs models: downloads, unpacks, describes, and puts the finished folder in its place in one step.</summary>
/// <param name="store">Where to.</param>
/// <param name="downloader">Fetches files.</param>
/// <param name="sources">Where they are asked for.</param>
/// <param name="time">Times the looks at another process that installs the same model.</param>
internal sealed class ModelInstaller(ModelStore store, Downloader downloader, DownloadSources sources, TimeProvider time)
{
    private const string OtherFile =
        $"its publisher may have replaced it: get a newer catalogue (with a newer server, or by {ModelsOptions.Section}:{nameof(ModelsOptions.Catalogue)}), or try another {ModelsOptions.Section}:{nameof(ModelsOptions.Mirror)}";

    private readonly DigestLock _digests = new(store.Digests);

    /// <summary>Installs a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="cancellationToken">Ends it; what was downloaded stays and is resumed.</param>
    /// <returns>False where it was there already.</returns>
    /// <exception cref="OperatorException">It cannot be installed: one sentence.</exception>
    public async Task<bool> InstallAsync(CatalogueModel model, IPullDisplay display, CancellationToken cancellationToken)
    {
        try
        {
            if (store.Find(model.Id) is not null)
                return false;
            using var turn = await FileTurn.TakeAsync(
                store.LockOf(model.Id), () => display.Say($"Another process is pulling {model.Id}; waiting for it."), time, cancellationToken);
            if (store.Find(model.Id) is not null)
                return false;
            DiskSpace.Require(model, store.DownloadsOf(model.Id));
            await FillAsync(model, display, cancellationToken);
            return true;
        }
        catch (DownloadException failure)
        {
            throw new OperatorException($"{model.Id} cannot be downloaded: {failure.Message}; {(failure.IsOtherFile ? OtherFile : "the same command goes on where it stopped")}.", failure);
        }
        catch (InvalidDataException failure)
        {
            throw new OperatorException($"{model.Id} cannot be installed: {failure.Message}.", failure);
        }
        catch (IOException failure) when (DiskSpace.IsFull(failure))
        {
            throw new OperatorException($"The disk is full: make room in {store.Root}, and the same command goes on where it stopped.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{model.Id} cannot be installed in {store.Root}: {failure.Message}", failure);
        }
    }

    private async Task FillAsync(CatalogueModel model, IPullDisplay display, CancellationToken cancellationToken)
    {
        var got = new List<(ModelDownload Download, DownloadedFile File, IPullLine Line)>();
        foreach (var download in model.Downloads)
        {
            var line = display.Begin(download.FileName);
            got.Add((download, await DownloadAsync(model, download, line, cancellationToken), line));
            if (download.Archive is null)
                line.Done();
        }

        var folder = store.Stage(model.Id);
        foreach (var (download, file, line) in got.Where(part => part.Download.Archive is not null))
        {
            await Task.Run(() => Unpack(download, file, folder, line, cancellationToken), cancellationToken);
            line.Done();
        }

        var files = new List<ModelFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var sha256 = await FileDigest.Sha256Async(path, static _ => { }, cancellationToken);
            files.Add(new ModelFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), sha256, new FileInfo(path).Length));
        }

        foreach (var (download, file, _) in got.Where(part => part.Download.Path is not null))
        {
            var path = Path.Combine(folder, download.Path!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(file.Path, path);
            files.Add(new ModelFile(download.Path!, file.Sha256, file.Size));
        }

        RequireAll(model, files);
        ModelManifest.Of(model, files).Write(folder);
        store.Commit(folder, model.Id);
    }

    private async Task<DownloadedFile> DownloadAsync(CatalogueModel model, ModelDownload download, IPullLine line, CancellationToken cancellationToken)
    {
        var isPinned = download.Accept.Count > 0;
        var accept = isPinned ? download.Accept : _digests.Find(download.Url) is { } known ? [known] : [];
        var order = new DownloadOrder(sources.Of(download.Url, accept.Count > 0), accept);
        var file = await downloader.DownloadAsync(order, Path.Combine(store.DownloadsOf(model.Id), download.FileName), line, cancellationToken);
        if (!isPinned)
            _digests.Add(download.Url, new AcceptedFile(file.Sha256, file.Size));
        return file;
    }

    private static void Unpack(ModelDownload download, DownloadedFile archive, string folder, IPullLine line, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = new WantedFiles(download.Root!, download.Keep, folder);
            ModelArchive.Extract(
                archive.Path, download.Archive!.Value, wanted, ArchiveLimits.For(archive.Size), read => line.At(PullPhase.Unpacking, read, archive.Size), cancellationToken);
        }
        catch (InvalidDataException failure)
        {
            File.Delete(archive.Path);
            throw new InvalidDataException($"{download.FileName} cannot be unpacked, {failure.Message}", failure);
        }
    }

    /// <summary>Everything that is to be there is, with something in it: an archive may hold pointers in place of files (git LFS).</summary>
    private static void RequireAll(CatalogueModel model, List<ModelFile> files)
    {
        foreach (var path in model.Downloads.SelectMany(download => download.Path is { } single ? [single] : download.Keep))
        {
            var there = files.Where(file => path.EndsWith('/') ? file.Path.StartsWith(path, StringComparison.Ordinal) : file.Path == path).ToArray();
            if (there.Length == 0)
                throw new InvalidDataException($"its downloads hold no {path}");
            const int pointerBytes = 1024;
            if (path.EndsWith(".onnx", StringComparison.Ordinal) && there[0].Size < pointerBytes)
                throw new InvalidDataException($"its {path} has {there[0].Size} bytes, too few for a model");
        }
    }
}
