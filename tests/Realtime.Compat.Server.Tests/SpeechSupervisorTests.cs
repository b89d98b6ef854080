using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.SpeechWorker;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests;

public sealed class SpeechSupervisorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLauncher _launcher = new();
    private readonly FakeLifetime _lifetime = new();
    private readonly SpeechSupervisor _supervisor;

    public SpeechSupervisorTests() => _supervisor = new SpeechSupervisor(
        _launcher, Options.Create(new SpeechWorkerOptions()), _lifetime, _time, NullLogger<SpeechSupervisor>.Instance);

    public void Dispose()
    {
        _supervisor.Dispose();
        _lifetime.Dispose();
    }

    [Fact]
    public async Task The_address_is_known_once_the_worker_listens()
    {
        var worker = await StartAsync();
        Assert.Equal((BackendState.Starting, null), (_supervisor.State.State, _supervisor.State.Url));

        worker.Listen("http://127.0.0.1:4001");

        await Eventually.TrueAsync(() => _supervisor.State.State == BackendState.Ready);
        Assert.Equal(new Uri("http://127.0.0.1:4001"), _supervisor.State.Url);
    }

    [Fact]
    public async Task A_worker_that_dies_is_started_again_after_a_pause_and_the_reason_told()
    {
        var worker = await StartAsync();
        worker.Listen("http://127.0.0.1:4001");
        await Eventually.TrueAsync(() => _supervisor.State.Url is not null);

        worker.Exit("killed by SIGABRT");

        await Eventually.TrueAsync(() => _supervisor.State.State == BackendState.Down && _time.PendingTimers == 1);
        Assert.Null(_supervisor.State.Url);
        Assert.Contains("killed by SIGABRT", _supervisor.State.Detail, StringComparison.Ordinal);
        _time.AdvanceMs(249);
        Assert.Empty(_launcher.Launched);
        _time.AdvanceMs(1);
        (await _launcher.NextAsync()).Listen("http://127.0.0.1:4002");
        await Eventually.TrueAsync(() => _supervisor.State.Url == new Uri("http://127.0.0.1:4002"));
    }

    [Fact]
    public async Task A_worker_that_never_listens_is_ended_and_started_again()
    {
        var worker = await StartAsync();
        await Eventually.TrueAsync(() => _time.PendingTimers == 1);

        _time.Advance(TimeSpan.FromSeconds(60));

        await Eventually.TrueAsync(() => _supervisor.State.State == BackendState.Down && _time.PendingTimers == 1);
        Assert.True(worker.IsDisposed);
        Assert.Contains("did not listen within 60 s", _supervisor.State.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_tried_again_later()
    {
        _launcher.Failure = new OperatorException("there is no such program");
        await _supervisor.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _supervisor.State.State == BackendState.Down && _time.PendingTimers == 1);
        Assert.Contains("there is no such program", _supervisor.State.Detail, StringComparison.Ordinal);

        _launcher.Failure = null;
        _time.AdvanceMs(250);

        await _launcher.NextAsync();
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_worker_and_starts_no_other()
    {
        var worker = await StartAsync();
        worker.Listen("http://127.0.0.1:4001");
        await Eventually.TrueAsync(() => _supervisor.State.Url is not null);

        _lifetime.StopApplication();
        await _supervisor.ExecuteTask!.WaitAsync(Eventually.Patience);

        Assert.True(worker.IsDisposed);
        Assert.Null(_supervisor.State.Url);
        Assert.Empty(_launcher.Launched);
    }

    private async Task<FakeWorker> StartAsync()
    {
        await _supervisor.StartAsync(CancellationToken.None);
        return await _launcher.NextAsync();
    }

    private sealed class FakeLauncher : IWorkerLauncher
    {
        public ConcurrentQueue<FakeWorker> Launched { get; } = [];

        public OperatorException? Failure { get; set; }

        public string Command => "fake";

        public IWorkerProcess Launch()
        {
            if (Failure is { } failure)
                throw failure;
            var worker = new FakeWorker();
            Launched.Enqueue(worker);
            return worker;
        }

        public async Task<FakeWorker> NextAsync()
        {
            FakeWorker? worker = null;
            await Eventually.TrueAsync(() => Launched.TryDequeue(out worker));
            return worker!;
        }
    }

    private sealed class FakeWorker : IWorkerProcess
    {
        private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<string> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Id => 1;

        public bool IsDisposed { get; private set; }

        public Task<Uri> Listening => _listening.Task;

        public Task<string> Exited => _exited.Task;

        public void Listen(string url) => _listening.SetResult(new Uri(url));

        public void Exit(string reason) => _exited.SetResult(reason);

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
