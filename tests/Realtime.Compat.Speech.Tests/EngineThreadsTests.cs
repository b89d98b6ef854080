namespace Realtime.Compat.Speech.Tests;

public sealed class EngineThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_job_runs_on_a_thread_of_its_own_and_its_result_comes_back()
    {
        using var threads = new EngineThreads("test", 1);

        var (name, pooled) = await threads.RunAsync(() => (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread), default);

        Assert.Equal("test 1", name);
        Assert.False(pooled);
    }

    [Fact]
    public async Task A_job_that_throws_faults_its_task_and_the_thread_goes_on()
    {
        using var threads = new EngineThreads("test", 1);

        await Assert.ThrowsAsync<EngineException>(() => threads.RunAsync<int>(() => throw new EngineException("No."), default));

        Assert.Equal(7, await threads.RunAsync(() => 7, default));
    }

    [Fact]
    public async Task A_job_that_waits_is_dropped_the_moment_it_is_cancelled()
    {
        using var threads = new EngineThreads("test", 1);
        using var hold = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var ran = false;
        var first = threads.RunAsync(() => { hold.Wait(); return 1; }, default);
        var second = threads.RunAsync(() => ran = true, cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));

        hold.Set();
        Assert.Equal(1, await first);
        Assert.Equal(3, await threads.RunAsync(() => 3, default));
        Assert.False(ran);
    }

    [Fact]
    public async Task Nobody_waits_for_a_native_call_that_cannot_be_interrupted()
    {
        using var threads = new EngineThreads("test", 1);
        using var hold = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var stuck = threads.RunAsync(() => { begun.Set(); hold.Wait(); return 1; }, cancellation.Token);
        Assert.True(begun.Wait(Patience));

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck.WaitAsync(Patience));

        hold.Set();
        Assert.Equal(2, await threads.RunAsync(() => 2, default));
    }
}
