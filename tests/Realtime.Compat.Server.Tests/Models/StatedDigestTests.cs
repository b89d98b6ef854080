using System.Text;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Downloading;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>Files that the catalogue has no digest of, redirects and mirrors.</summary>
public sealed class StatedDigestTests : IAsyncLifetime, IDisposable
{
    private static readonly RetryTimes Quick = new(TimeSpan.FromMinutes(1), 2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMinutes(10));

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingDisplay _display = new();
    private readonly HubFile _file = HubFile.Random(50_000);
    private LocalHub _hub = null!;

    public async Task InitializeAsync() => _hub = await LocalHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_digest_on_a_redirect_is_what_the_file_must_have()
    {
        var url = Redirect(("X-Linked-ETag", $"\"{_file.Sha256}\""));

        var got = await DownloadAsync([url]);

        Assert.Equal(_file.Sha256, got.Sha256);
    }

    [Fact]
    public async Task A_file_that_is_not_what_the_redirect_stated_is_refused()
    {
        var url = Redirect(("X-Linked-ETag", $"\"{HubFile.Random(1).Sha256}\""));

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync([url]));

        Assert.Contains("other bytes", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Root));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_small_file_is_checked_by_the_id_that_git_gives_it(bool isRight)
    {
        var content = Encoding.UTF8.GetBytes("a 0\nb 1\n");
        // printf 'a 0\nb 1\n' | git hash-object --stdin
        const string blob = "ea1f2410748855f1365372a1705186dc4ab3712b";
        var url = _hub.Answer("/tokens.txt", async context =>
        {
            context.Response.Headers["X-Repo-Commit"] = new string('c', 40);
            context.Response.Headers.ETag = $"\"{(isRight ? blob : new string('a', 40))}\"";
            await context.Response.Body.WriteAsync(content);
        });

        if (isRight)
            Assert.Equal(content.Length, (await DownloadAsync([url])).Size);
        else
            await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync([url]));
    }

    [Fact]
    public async Task A_file_of_which_nobody_states_a_digest_is_refused()
    {
        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync([_hub.Serve("/model.onnx", _file)]));

        Assert.Contains("states no digest", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Root));
    }

    [Fact]
    public async Task Circles_end()
    {
        var url = _hub.Answer("/circle", context =>
        {
            context.Response.Redirect("/circle");
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync([url], _file.Accepted));

        Assert.Contains("sends on and on", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_out_of_encryption_is_not_followed()
    {
        var url = _hub.Answer("/away", context =>
        {
            context.Response.Redirect("http://example.com/model.onnx");
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync([url], _file.Accepted));

        Assert.Contains("not encrypted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_mirror_lacks_or_falsifies_comes_from_the_origin()
    {
        var missing = new Uri(_hub.Root, "/mirror/missing");
        var wrong = _hub.Serve("/mirror/wrong", HubFile.Random(50_000, seed: 9));

        var got = await DownloadAsync([missing, wrong, _hub.Serve("/origin", _file)], _file.Accepted);

        Assert.Equal(_file.Sha256, got.Sha256);
        Assert.Equal(2, _display.Said.Count);
    }

    [Fact]
    public void Only_what_can_be_checked_comes_from_a_mirror()
    {
        var sources = new DownloadSources(new Uri("https://mirror.example/hub/"), new Uri("https://hf-mirror.com"));
        var (face, git) = (new Uri("https://huggingface.co/a/b/resolve/main/c.onnx"), new Uri("https://github.com/a/b.tar.bz2"));

        Assert.Equal(["https://mirror.example/hub/a/b/resolve/main/c.onnx", "https://hf-mirror.com/a/b/resolve/main/c.onnx", face.AbsoluteUri], sources.Of(face, hasDigest: true).Select(url => url.AbsoluteUri));
        Assert.Equal(["https://mirror.example/hub/a/b.tar.bz2", git.AbsoluteUri], sources.Of(git, hasDigest: true).Select(url => url.AbsoluteUri));
        Assert.Equal([face], sources.Of(face, hasDigest: false));
        Assert.Equal([git], new DownloadSources(null, null).Of(git, hasDigest: true));
    }

    private Uri Redirect(params (string Name, string Value)[] headers)
    {
        _hub.Serve("/cdn/model.onnx", _file);
        return _hub.Answer("/resolve/model.onnx", context =>
        {
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            context.Response.Redirect("/cdn/model.onnx");
            return Task.CompletedTask;
        });
    }

    private async Task<DownloadedFile> DownloadAsync(Uri[] sources, params AcceptedFile[] accept)
    {
        using var client = HubClient.Create();
        return await new Downloader(client, Quick, TimeProvider.System).DownloadAsync(new DownloadOrder(sources, accept), _directory["file"], _display, default).WaitAsync(Eventually.Patience);
    }
}
