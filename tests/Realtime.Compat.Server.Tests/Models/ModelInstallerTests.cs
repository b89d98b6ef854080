using System.Text;
using System.Text.Json;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Downloading;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Tests.Models;

public sealed class ModelInstallerTests : IAsyncLifetime, IDisposable
{
    private static readonly RetryTimes Quick = new(TimeSpan.FromMinutes(1), 2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMinutes(10));

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingDisplay _display = new();
    private readonly HubFile _weights = HubFile.Random(20_000);
    private readonly HubFile _tokens = new(Encoding.UTF8.GetBytes("<blk> 0\n好 1\n"));
    private LocalHub _hub = null!;

    private ModelStore Store => new(_directory["models"]);

    public async Task InitializeAsync() => _hub = await LocalHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_installed_model_describes_itself_to_the_worker()
    {
        Assert.True(await InstallAsync(Singles("zh-small")));

        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Store.FolderOf("zh-small"), "model.json")));
        var root = manifest.RootElement;
        Assert.Equal("zh-small stt paraformer", $"{root.GetProperty("id")} {root.GetProperty("kind")} {root.GetProperty("engine")}");
        Assert.Equal("model.onnx", root.GetProperty("config").GetProperty("paraformer.model").GetString());
        Assert.Equal(16_000, root.GetProperty("sampleRate").GetInt32());
        var files = root.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("path").GetString()!, file => (file.GetProperty("sha256").GetString(), file.GetProperty("size").GetInt64()));
        Assert.Equal((_weights.Sha256, 20_000), files["model.onnx"]);
        Assert.Equal((_tokens.Sha256, _tokens.Content.Length), files["tokens.txt"]);
        Assert.True(_display.IsDone);
        Assert.Equal(["zh-small"], Store.Installed().Select(model => model.Id));
    }

    [Fact]
    public async Task A_model_that_is_there_is_not_asked_for_again()
    {
        await InstallAsync(Singles("zh-small"));
        var asked = _hub.Requests.Count;

        Assert.False(await InstallAsync(Singles("zh-small")));

        Assert.Equal(asked, _hub.Requests.Count);
    }

    [Fact]
    public async Task An_archive_is_unpacked_and_not_kept()
    {
        var archive = new HubFile(Archives.Pack(ArchiveFormat.TarBzip2, ("top/model.onnx", new string('w', 5000)), ("top/tokens.txt", "a 0\n"), ("top/test_wavs/0.wav", "sound")));

        await InstallAsync(Fixture.OfArchive("packed", _hub.Serve("/packed.tar.bz2", archive), archive.Accepted, "model.onnx", "tokens.txt"));

        Assert.Equal(["model.json", "model.onnx", "tokens.txt"], Directory.EnumerateFiles(Store.FolderOf("packed"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
        Assert.False(Directory.Exists(Store.DownloadsOf("packed")));
        Assert.Empty(await Store.VerifyAsync(Store.Find("packed")!, static _ => { }, default));
    }

    [Fact]
    public async Task Nothing_of_a_model_is_in_its_place_before_all_of_it_is_right()
    {
        _tokens.Replace([1, 2, 3]);

        var failure = await Assert.ThrowsAsync<OperatorException>(() => InstallAsync(Singles("zh-small")));

        Assert.StartsWith("zh-small cannot be downloaded: 127.0.0.1 sent a tokens.txt with other bytes", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "; its publisher may have replaced it: get a newer catalogue (with a newer server, or by Realtime:Models:Catalogue), or try another Realtime:Models:Mirror.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store.FolderOf("zh-small")));
        Assert.Empty(Store.Installed());

        Assert.True(await InstallAsync(Singles("zh-small")));
        Assert.Single(_hub.Requests, request => request.Path == "/model.onnx");
    }

    [Fact]
    public async Task An_archive_that_leads_out_of_its_folder_installs_nothing()
    {
        var archive = new HubFile(Archives.Pack(ArchiveFormat.TarBzip2, ("top/model.onnx", "w"), ("top/../../../evil", "evil")));

        var failure = await Assert.ThrowsAsync<OperatorException>(() => InstallAsync(Fixture.OfArchive("evil", _hub.Serve("/evil.tar.bz2", archive), archive.Accepted, "model.onnx")));

        Assert.Contains("leads out of its folder", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory.Root, "evil", SearchOption.AllDirectories), _ => true);
        Assert.Empty(Store.Installed());
    }

    [Fact]
    public async Task A_pointer_in_place_of_weights_is_no_model()
    {
        var archive = new HubFile(Archives.Pack(ArchiveFormat.TarBzip2, ("top/model.onnx", "version https://git-lfs.github.com/spec/v1"), ("top/tokens.txt", "a 0")));

        var failure = await Assert.ThrowsAsync<OperatorException>(() => InstallAsync(Fixture.OfArchive("lfs", _hub.Serve("/lfs.tar.bz2", archive), archive.Accepted, "model.onnx", "tokens.txt")));

        Assert.Contains("too few for a model", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_stated_at_first_is_demanded_ever_after()
    {
        await InstallAsync(Stated("first", _weights));
        Assert.Contains(_weights.Sha256, await File.ReadAllTextAsync(Store.Digests), StringComparison.Ordinal);
        Store.Remove("first");

        var failure = await Assert.ThrowsAsync<OperatorException>(() => InstallAsync(Stated("first", HubFile.Random(20_000, seed: 5))));

        Assert.Contains("other bytes than are right", failure.Message, StringComparison.Ordinal);
        await InstallAsync(Stated("first", _weights));
    }

    [Fact]
    public async Task Verify_names_every_file_that_is_not_as_it_was_installed()
    {
        await InstallAsync(Singles("zh-small"));
        var folder = Store.FolderOf("zh-small");
        var weights = await File.ReadAllBytesAsync(Path.Combine(folder, "model.onnx"));
        weights[100] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, "model.onnx"), weights);
        File.Delete(Path.Combine(folder, "tokens.txt"));

        var faults = await Store.VerifyAsync(Store.Find("zh-small")!, static _ => { }, default);

        Assert.Equal(["model.onnx has other bytes", "tokens.txt is missing"], faults.Order());
    }

    [Fact]
    public async Task A_model_larger_than_the_disk_is_refused_before_it_is_fetched()
    {
        var huge = new AcceptedFile(_weights.Sha256, 8L << 40);

        var failure = await Assert.ThrowsAsync<OperatorException>(() => InstallAsync(Fixture.OfFiles("huge", ("model.onnx", _hub.Serve("/model.onnx", _weights), huge))));

        Assert.Matches(@"^huge needs 8796\.2 GB in .*, and .* are free: make room", failure.Message);
        Assert.Empty(_hub.Requests);
    }

    [TmpfsFact]
    public async Task A_disk_that_fills_up_leaves_no_model_and_the_next_run_goes_on()
    {
        using var disk = new Tmpfs(_directory["small"], megabytes: 70);
        var store = new ModelStore(Path.Combine(disk.Path, "models"));
        var weights = new HubFile(HubFile.Random(90_000_000).Content) { StatesLength = false };
        var model = Fixture.OfFiles("big", ("model.onnx", _hub.Serve("/model.onnx", weights), new AcceptedFile(weights.Sha256)));

        var failure = await Assert.ThrowsAsync<OperatorException>(() => InstallAsync(model, store));

        Assert.StartsWith("The disk is full: make room in ", failure.Message, StringComparison.Ordinal);
        Assert.Empty(store.Installed());
        disk.Grow(megabytes: 200);
        Assert.True(await InstallAsync(model, store));
        Assert.Matches(@"^bytes=[1-9]\d+-$", _hub.Requests[^1].Range);
    }

    private CatalogueModel Singles(string id) => Fixture.OfFiles(
        id, ("model.onnx", _hub.Serve("/model.onnx", _weights), _weights.Accepted), ("tokens.txt", _hub.Serve("/tokens.txt", _tokens), _tokens.Accepted));

    private CatalogueModel Stated(string id, HubFile file)
    {
        _hub.Serve("/cdn", file);
        var url = _hub.Answer("/resolve/model.onnx", context =>
        {
            context.Response.Headers["X-Linked-ETag"] = $"\"{file.Sha256}\"";
            context.Response.Redirect("/cdn");
            return Task.CompletedTask;
        });
        return Fixture.OfFiles(id, ("model.onnx", url, null));
    }

    private async Task<bool> InstallAsync(CatalogueModel model, ModelStore? store = null)
    {
        using var client = HubClient.Create();
        var installer = new ModelInstaller(store ?? Store, new Downloader(client, Quick, TimeProvider.System), new DownloadSources(null, null), TimeProvider.System);
        return await installer.InstallAsync(model, _display, default).WaitAsync(Eventually.Patience);
    }
}
