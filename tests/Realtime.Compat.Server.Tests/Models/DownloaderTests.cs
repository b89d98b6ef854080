using Realtime.Compat.Server.Models.Downloading;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests.Models;

public sealed class DownloaderTests : IAsyncLifetime, IDisposable
{
    private static readonly RetryTimes Quick = new(TimeSpan.FromMinutes(1), 3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMinutes(10));

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingDisplay _display = new();
    private LocalHub _hub = null!;

    private string Target => _directory["model.onnx"];

    private string Partial => Target + ".part";

    public async Task InitializeAsync() => _hub = await LocalHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_arrives_whole_and_its_bytes_are_counted()
    {
        var file = HubFile.Random(300_000);

        var got = await DownloadAsync(file);

        Assert.Equal((file.Sha256, 300_000L), (got.Sha256, got.Size));
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
        Assert.Contains(_display.Shown, shown => shown is (Server.Models.Pulling.PullPhase.Downloading, 300_000, 300_000L));
        Assert.Equal([Target], Directory.GetFiles(_directory.Root));
    }

    [Fact]
    public async Task A_broken_connection_is_resumed_where_it_broke_if_the_file_is_still_the_same()
    {
        var file = HubFile.Random(300_000).CutAfter(100_000).CutAfter(50_000);

        await DownloadAsync(file);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(3, _hub.Requests.Count);
        Assert.Null(_hub.Requests[0].Range);
        Assert.All(_hub.Requests.Skip(1), request => Assert.Equal("\"v1\"", request.IfRange));
        Assert.NotEqual("bytes=0-", _hub.Requests[2].Range);
    }

    [Fact]
    public async Task Attempts_do_not_run_out_while_bytes_come()
    {
        var file = HubFile.Random(500_000);
        for (var cut = 0; cut < 10; cut++)
            file.CutAfter(40_000);

        await DownloadAsync(file);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_file_that_changed_in_between_is_fetched_from_its_start()
    {
        await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(HubFile.Random(300_000, seed: 1).CutAfter(100_000).Refuse(404), HubFile.Random(300_000, seed: 2).Accepted));
        Assert.True(new FileInfo(Partial).Length > 0);
        var changed = new HubFile(HubFile.Random(300_000, seed: 2).Content) { ETag = "\"v2\"" };

        await DownloadAsync(changed);

        Assert.Equal(changed.Content, await File.ReadAllBytesAsync(Target));
        Assert.NotNull(_hub.Requests[^1].Range);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_it_all_again()
    {
        var file = new HubFile(HubFile.Random(300_000).Content) { AcceptsRanges = false }.CutAfter(100_000);

        await DownloadAsync(file);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_at_one_place_is_given_up()
    {
        var file = new HubFile(HubFile.Random(300_000).Content) { AcceptsRanges = false };
        for (var cut = 0; cut < 10; cut++)
            file.CutAfter(65_536);

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(file));

        Assert.Contains("broke off", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Wrong_bytes_are_thrown_away_and_never_get_the_files_name()
    {
        var file = HubFile.Random(100_000).Replace(HubFile.Random(100_000, seed: 2).Content);

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(file));

        Assert.Contains("other bytes than are right", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Root));
    }

    [Fact]
    public async Task A_source_that_breaks_off_and_has_wrong_bytes_is_asked_once_more_and_then_the_next_one()
    {
        var file = HubFile.Random(300_000);
        var mirror = _hub.Serve("/mirror/model.onnx", new HubFile(HubFile.Random(300_000, seed: 2).Content) { AlwaysCutAfter = 100_000 });

        await FromAsync([mirror, _hub.Serve("/model.onnx", file)], file.Accepted);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
        // Three parts, each time: the second time shows that the parts were of one file.
        Assert.Equal(
            [null, "bytes=100000-", "bytes=200000-", null, "bytes=100000-", "bytes=200000-"],
            _hub.Requests.Where(request => request.Path == "/mirror/model.onnx").Select(request => request.Range));
        Assert.Contains(_display.Said, said => said.Contains("other bytes than are right", StringComparison.Ordinal) && said.Contains("; asking ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_put_together_of_two_versions_is_fetched_once_more()
    {
        var file = HubFile.Random(300_000);
        var other = HubFile.Random(300_000, seed: 2).CutAfter(100_000);
        // Two machines behind one name, which give one tag to two versions.
        var first = true;
        var url = _hub.Answer("/model.onnx", context =>
        {
            var turn = first ? other : file;
            first = false;
            return turn.SendAsync(context);
        });

        await FromAsync([url], file.Accepted);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([null, "bytes=100000-", null], _hub.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Bytes_that_are_sent_again_and_again_do_not_count()
    {
        var file = new HubFile(HubFile.Random(300_000).Content) { AcceptsRanges = false };
        for (var round = 0; round < 10; round++)
            file.CutAfter(100_000).CutAfter(50_000);

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(file));

        Assert.Contains("broke off", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_source_that_cannot_be_reached_is_passed_over_without_a_pause_while_there_is_another()
    {
        var file = HubFile.Random(1000);
        var clock = new FakeTimeProvider();

        await FromAsync([await NowhereAsync(), _hub.Serve("/model.onnx", file)], file.Accepted, time: clock);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
        Assert.Contains("cannot be reached", Assert.Single(_display.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_lets_the_connection_hang_is_passed_over_too()
    {
        var file = HubFile.Random(1000);
        var hub = _hub.Serve("/model.onnx", file);
        using var client = new HubClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(500),
            ConnectCallback = async (context, cancellationToken) =>
            {
                if (context.DnsEndPoint.Host != hub.Host)
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });

        await FromAsync([new Uri("http://hole.test/model.onnx"), hub], file.Accepted, time: new FakeTimeProvider(), client: client);

        Assert.Contains("hole.test does not take the connection; asking", Assert.Single(_display.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_could_not_be_reached_is_asked_again_when_no_other_has_the_file()
    {
        var file = HubFile.Random(1000);
        var (mirror, origin) = (await NowhereAsync(), new Uri(_hub.Root, "/nothing-here/model.onnx"));

        var failure = await Assert.ThrowsAsync<DownloadException>(() => FromAsync([mirror, origin], file.Accepted));

        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["asking", "asking", "trying", "trying"], _display.Said.Select(said => said.Split("; ")[^1].Split(' ')[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_bytes_than_are_right_are_not_taken(bool stated)
    {
        var file = HubFile.Random(100_000).Replace(HubFile.Random(400_000).Content, stated);

        await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(file));

        Assert.False(File.Exists(Target));
        Assert.True(!File.Exists(Partial) || new FileInfo(Partial).Length <= 100_000);
    }

    [Fact]
    public async Task Fewer_bytes_than_are_right_are_no_file()
    {
        var file = HubFile.Random(100_000);
        file.Replace(file.Content[..60_000]);

        await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(file));

        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_whole_file_whose_name_was_not_given_yet_is_not_fetched_again()
    {
        var file = HubFile.Random(100_000);
        await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(new HubFile(file.Content).CutAfter(60_000).Refuse(404), file.Accepted));
        await File.WriteAllBytesAsync(Partial, file.Content);

        await DownloadAsync(file);

        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal("bytes=100000-", _hub.Requests[^1].Range);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_server_is_asked_again_when_it_wants_to_be(int status)
    {
        var clock = new FakeTimeProvider();
        var file = HubFile.Random(1000).Refuse(status, retryAfter: "120");
        var download = DownloadAsync(file, times: RetryTimes.With(TimeSpan.FromSeconds(30)), time: clock);
        await Eventually.TrueAsync(() => _display.Said.Count == 1 && clock.PendingTimers == 1);

        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(_hub.Requests);
        clock.Advance(TimeSpan.FromSeconds(1));
        await download;

        Assert.Contains("trying again in 120 s", _display.Said[0], StringComparison.Ordinal);
        Assert.Equal(2, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_wants_an_hour_is_given_up()
    {
        var file = HubFile.Random(1000).Refuse(429, retryAfter: "3600");

        var failure = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(file));

        Assert.Contains("asked too often", failure.Message, StringComparison.Ordinal);
        Assert.Single(_hub.Requests);
    }

    [Fact]
    public async Task A_download_that_stalls_is_broken_off_and_resumed()
    {
        var clock = new FakeTimeProvider();
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var file = HubFile.Random(300_000).StallAfter(100_000, stalled);
        var download = DownloadAsync(file, times: RetryTimes.With(TimeSpan.FromSeconds(30)), time: clock);
        await stalled.Task.WaitAsync(Eventually.Patience);
        await Eventually.TrueAsync(() => File.Exists(Partial) && new FileInfo(Partial).Length == 100_000);

        clock.Advance(TimeSpan.FromSeconds(31));
        await Eventually.TrueAsync(() => _display.Said.Count == 1 && clock.PendingTimers == 1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await download;

        Assert.Contains("sent nothing for 30 s", _display.Said[0], StringComparison.Ordinal);
        Assert.Equal("bytes=100000-", _hub.Requests[1].Range);
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task What_was_stopped_is_resumed_by_the_next_run()
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var file = HubFile.Random(300_000).StallAfter(100_000, stalled);
        using var stop = new CancellationTokenSource();
        var download = DownloadAsync(file, cancellationToken: stop.Token);
        await stalled.Task.WaitAsync(Eventually.Patience);
        await Eventually.TrueAsync(() => File.Exists(Partial) && new FileInfo(Partial).Length == 100_000);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);

        await DownloadAsync(file);

        Assert.Equal("bytes=100000-", _hub.Requests[1].Range);
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Target));
    }

    private Task<DownloadedFile> DownloadAsync(
        HubFile file, Server.Models.Catalogue.AcceptedFile? accept = null, RetryTimes? times = null, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        FromAsync([_hub.Serve("/model.onnx", file)], accept ?? file.Accepted, times, time, cancellationToken: cancellationToken);

    private async Task<DownloadedFile> FromAsync(
        Uri[] sources, Server.Models.Catalogue.AcceptedFile accept, RetryTimes? times = null, TimeProvider? time = null, HubClient? client = null, CancellationToken cancellationToken = default)
    {
        using var own = HubClient.Create();
        return await new Downloader(client ?? own, times ?? Quick, time ?? TimeProvider.System)
            .DownloadAsync(new DownloadOrder(sources, [accept]), Target, _display, cancellationToken)
            .WaitAsync(Eventually.Patience, CancellationToken.None);
    }

    /// <summary>An address at which nobody listens any more.</summary>
    private static async Task<Uri> NowhereAsync()
    {
        await using var gone = await LocalHub.StartAsync();
        return new Uri(gone.Root, "/model.onnx");
    }
}
