using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Status;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests;

public sealed class SpeechWarmUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_fallback_does_a_little_work_at_start_and_one_that_fails_holds_no_other_up()
    {
        // The first servers are not there yet.
        IReadOnlyList<Part> parts = [PartOf(Part.SpeechToText), PartOf(Part.TextToSpeech)];
        List<Ears> ears = [new(), new(fails: true), new()];
        List<Voice> voices = [new(), new()];
        using var hearing = new FailoverSpeechToTextClient(ears);
        using var speaking = new FailoverTextToSpeechClient(voices);
        using var warmUp = new SpeechWarmUp(parts, hearing, speaking, new Options(new SpeechBackendOptions()), new FakeTimeProvider(), NullLogger<SpeechWarmUp>.Instance);

        await warmUp.StartAsync(default);
        await Task.WhenAll(ears[1].Asked.Task, ears[2].Asked.Task, voices[1].Asked.Task).WaitAsync(Patience);
        await warmUp.StopAsync(default);

        Assert.False(ears[0].Asked.Task.IsCompleted || voices[0].Asked.Task.IsCompleted);
        // Nobody waits for it.
        Assert.Equal(["background", "background", "background"], [ears[1].Priority, ears[2].Priority, voices[1].Priority]);
    }

    [Fact]
    public async Task Where_it_is_not_wanted_nobody_is_asked()
    {
        List<Ears> ears = [new(), new()];
        List<Voice> voices = [new(), new()];
        using var hearing = new FailoverSpeechToTextClient(ears);
        using var speaking = new FailoverTextToSpeechClient(voices);
        using var warmUp = new SpeechWarmUp(
            [PartOf(Part.SpeechToText), PartOf(Part.TextToSpeech)], hearing, speaking, new Options(new SpeechBackendOptions { WarmUp = false }), new FakeTimeProvider(), NullLogger<SpeechWarmUp>.Instance);

        await warmUp.StartAsync(default);
        await warmUp.ExecuteTask!.WaitAsync(Patience);

        Assert.DoesNotContain(ears, one => one.Asked.Task.IsCompleted);
        Assert.DoesNotContain(voices, one => one.Asked.Task.IsCompleted);
    }

    private static Part PartOf(string name) => new(name, _ => Task.FromResult(PartStatus.Unknown));

    private sealed class Options(SpeechBackendOptions options) : IOptionsMonitor<SpeechBackendOptions>
    {
        public SpeechBackendOptions CurrentValue => options;

        public SpeechBackendOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<SpeechBackendOptions, string?> listener) => null;
    }

    private sealed class Ears(bool fails = false) : ISpeechToTextClient
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object? Priority { get; private set; }

        public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
        {
            Priority = options?.AdditionalProperties?["priority"];
            Asked.TrySetResult();
            return fails ? throw new HttpRequestException("Nobody is there.") : Task.FromResult(new SpeechToTextResponse(""));
        }

        public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Voice : ITextToSpeechClient
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object? Priority { get; private set; }

        public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
            string text, TextToSpeechOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Priority = options?.AdditionalProperties?["priority"];
            Asked.TrySetResult();
            await Task.CompletedTask;
            yield return new TextToSpeechResponseUpdate();
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
